// @ts-check
/** Adds buttons that copy, and makes what scrolls a stop of the Tab key. */

function addCopyButtons() {
  for (const block of document.querySelectorAll('.copyable:not(:has(button))')) {
    if (!(block instanceof HTMLElement)) continue;
    const button = document.createElement('button');
    button.type = 'button';
    /** @param {string} word */
    const show = (word) => {
      button.textContent = word;
      button.ariaLabel = `${word}: ${block.dataset['name']}`;
    };
    show('Copy');
    button.addEventListener('click', async () => {
      const text = block.querySelector('pre');
      if (text === null) return;
      try {
        await navigator.clipboard.writeText(text.textContent ?? '');
        show('Copied');
      } catch {
        getSelection()?.selectAllChildren(text);
        show('Selected');
      }
      setTimeout(() => show('Copy'), 2_000);
    });
    block.append(button);
  }
}

/** What scrolls is a stop of the Tab key, so that the keyboard can scroll it. */
function letScrollersBeFocused() {
  for (const block of document.querySelectorAll('pre, .table, .outline nav'))
    if (
      block instanceof HTMLElement &&
      (block.scrollWidth > block.clientWidth || block.scrollHeight > block.clientHeight)
    )
      block.tabIndex = 0;
}

addCopyButtons();
letScrollersBeFocused();
document.addEventListener('toggle', letScrollersBeFocused, true);
document.addEventListener('change', letScrollersBeFocused);
tick();
