// @ts-check
/** Searches as somebody types, and keeps the query in the address of the page. */

const DEBOUNCE_MS = 250;
const SHORTEST = 2;
/** @type {AbortController | null} */
let running = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** What the results on the page answer. */
let answered = '';

/** What the form asks for, as the query string of a page that can be shared. */
function asked() {
  const fields = form === null ? [] : [...new FormData(form)];
  const filled = fields
    .map(([name, value]) => [name, String(value).trim()])
    .filter(([, value]) => value !== '');
  return new URLSearchParams(filled.some(([name]) => name === 'q') ? filled : []).toString();
}

/** @param {string} message */
function say(message) {
  const line = document.createElement('p');
  line.className = 'summary';
  line.setAttribute('role', 'status');
  line.textContent = message;
  results?.replaceChildren(line);
  answered = '';
}

/** @param {string} query */
async function fetchResults(query) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  try {
    const headers = token?.value ? { authorization: `Bearer ${token.value}` } : undefined;
    const response = await fetch(`search?${query}`, {
      signal: mine.signal,
      ...(headers && { headers }),
    }).catch((error) => {
      throw mine.signal.aborted ? error : new Error('The server does not respond.');
    });
    if (response.status === 401) throw new Error('This server requires an access token.');
    if (response.status === 429) throw new Error('Too many requests. Wait a moment.');
    const body = await response.text();
    if (!response.ok) throw new Error(JSON.parse(body).error?.message ?? `HTTP ${response.status}`);
    if (mine.signal.aborted) return;
    results?.replaceChildren(...parse(body).body.childNodes);
    answered = query;
    letScrollersBeFocused();
  } catch (error) {
    if (!mine.signal.aborted && error instanceof Error) say(error.message);
  } finally {
    if (running === mine) results?.removeAttribute('aria-busy');
  }
}

/** Shows what the form asks for. @param {{ history: 'push' | 'replace' | 'keep' }} options */
function search({ history: entry }) {
  clearTimeout(timer);
  const query = asked();
  if (entry !== 'keep' && query !== location.search.slice(1)) {
    const address = query === '' ? location.pathname : `?${query}`;
    // One entry for a query, not one for each letter.
    if (entry === 'push' || location.search === '') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }
  if (query !== '' && query !== answered) {
    results?.setAttribute('aria-busy', 'true');
    void fetchResults(query);
    return;
  }
  running?.abort();
  results?.removeAttribute('aria-busy');
  if (query === '') results?.replaceChildren();
  answered = query;
}

/** Fills the form from the address of the page. */
function readAddress() {
  const parameters = new URLSearchParams(location.search);
  if (input !== null) input.value = parameters.get('q') ?? '';
  for (const select of form?.querySelectorAll('select') ?? []) {
    select.value = parameters.get(select.name) ?? '';
    if (select.selectedIndex === -1) select.value = '';
  }
}

if (form !== null && results !== null) {
  readAddress();
  if (results.childElementCount > 0) answered = asked();
  else search({ history: 'keep' });
  let committed = true;
  form.addEventListener('input', ({ target, isComposing }) => {
    clearTimeout(timer);
    if (target === token || (isComposing && target === input)) return;
    const { length } = input?.value.trim() ?? '';
    if (length > 0 && length < SHORTEST) return;
    const entry = target !== input || (committed && answered !== '') ? 'push' : 'replace';
    committed = false;
    timer = setTimeout(() => search({ history: entry }), target === input ? DEBOUNCE_MS : 0);
  });
  form.addEventListener('compositionend', () => {
    timer = setTimeout(() => search({ history: 'replace' }), DEBOUNCE_MS);
  });
  form.addEventListener('change', () => {
    committed = true;
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (token !== null) answered = '';
    search({ history: 'replace' });
  });
  window.addEventListener('popstate', () => {
    readAddress();
    search({ history: 'keep' });
  });
}
