/**
 * The live search and the copy buttons: plain browser JavaScript, inlined into the page. It calls /api like any other
 * program. It builds nodes from the text of answers, never markup.
 */
export const SCRIPT = String.raw`
const $ = (selector) => document.querySelector(selector);
const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

const form = $('#search'), input = $('#query'), token = $('#token'), answer = $('#answer'), summary = $('#summary');
let running = null, timer = null;

async function get(path, parameters, signal) {
  const headers = token && token.value ? { authorization: 'Bearer ' + token.value } : {};
  const response = await fetch(path + '?' + new URLSearchParams(parameters), { headers, signal })
    .catch(() => { throw new Error('The server does not respond.'); });
  if (response.status === 401) throw new Error('This server requires an access token.');
  if (response.status === 429) throw new Error('Too many requests. Wait a moment.');
  const found = await response.json().catch(() => null);
  if (!response.ok || !found) throw new Error(found?.error?.message ?? 'HTTP ' + response.status);
  return found;
}

// Docs without a site link to their Markdown on this server, unless it requires a token, which a link cannot send.
const addressOf = (url, path) =>
  /^https?:\/\//.test(url) ? url : token ? null : 'docs/' + path.split('/').map(encodeURIComponent).join('/');
const linked = (text, address) => address === null ? text : make('a', { href: address, textContent: text });
const scored = ({ score, weak }) => score.toFixed(2) + (weak ? ', weak' : '');

const sectionNode = (section, path) => make('div', { className: 'section' },
  linked(section.breadcrumbs.join(' › ') || section.heading, addressOf(section.url, path)), ' ',
  make('span', { className: 'score', textContent: scored(section) }),
  make('pre', { textContent: section.snippet }));

const documentNode = (found) => make('article', { className: 'card document' },
  make('div', { className: 'head' },
    make('h3', {}, linked(found.title, addressOf(found.url, found.path))),
    make('span', { className: 'score', textContent: 'score ' + scored(found) })),
  make('p', { className: 'soft', textContent: found.path }),
  ...found.sections.map((section) => sectionNode(section, found.path)));

async function search() {
  running?.abort();
  const query = input.value.trim();
  if (query === '') { answer.replaceChildren(); summary.textContent = ''; return; }
  const mine = (running = new AbortController());
  const started = performance.now();
  try {
    const found = await get('api/search', { query, max_results: 5 }, mine.signal);
    const ms = Math.round(performance.now() - started);
    summary.textContent = found.results.length + (found.results.length === 1 ? ' document, ' : ' documents, ') + found.mode + ' search, ' + ms + ' ms' + (found.message ? '. ' + found.message : '');
    answer.replaceChildren(...found.results.map(documentNode));
    // Only a snippet that scrolls is a stop of the Tab key.
    for (const text of answer.querySelectorAll('pre')) if (text.scrollHeight > text.clientHeight) text.tabIndex = 0;
  } catch (error) {
    if (mine.signal.aborted) return;
    summary.textContent = error.message;
    answer.replaceChildren();
  }
}

form.hidden = false;
form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); search(); });
input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(search, 250); });

for (const block of document.querySelectorAll('.copyable')) {
  const button = make('button', { type: 'button', ariaLive: 'polite' });
  const say = (word) => { button.textContent = word; button.ariaLabel = word + ': ' + block.dataset.label; };
  say('Copy');
  button.addEventListener('click', async () => {
    const text = block.querySelector('pre');
    try {
      await navigator.clipboard.writeText(text.textContent);
      say('Copied');
    } catch {
      getSelection().selectAllChildren(text);
      say('Selected');
    }
    setTimeout(() => say('Copy'), 2000);
  });
  block.append(button);
}
`;
