// @ts-check
/** `/` goes to the search, arrows through the results, Escape back. Enter opens what has the focus, as in any page. */

/** What the arrows go through: the documents, or their passages where a document has no link. */
const stops = () => {
  const links = [...(results?.querySelectorAll('a.hit') ?? [])];
  const nodes = links.length > 0 ? links : [...(results?.querySelectorAll('summary') ?? [])];
  return nodes.filter((node) => node instanceof HTMLElement);
};

document.addEventListener('keydown', (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (ctrlKey || metaKey || altKey || !(target instanceof HTMLElement)) return;
  const isWriting = target.matches('input:not([type=radio]), textarea, select');
  if (key === '/' && !isWriting) {
    event.preventDefault();
    input?.focus();
    input?.select();
  } else if (key === 'Escape' && (target === input || results?.contains(target))) {
    event.preventDefault();
    if (target !== input) input?.focus();
    else if (input.value === '') input.blur();
    else {
      input.value = '';
      search({ history: 'replace' });
    }
  } else if ((key === 'ArrowDown' || key === 'ArrowUp') && (target === input || results?.contains(target))) {
    const list = stops();
    const at = list.indexOf(target) + (key === 'ArrowDown' ? 1 : -1);
    if (at >= list.length || (target === input && at < 0)) return;
    event.preventDefault();
    (list[at] ?? input)?.focus();
  }
});
