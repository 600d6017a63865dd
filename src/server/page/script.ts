/**
 * The live search and the copy buttons: plain browser JavaScript, put into the page as it stands. It asks /mcp as any
 * client does, and builds nodes from text, never markup from answers.
 */
export const SCRIPT = String.raw`
const $ = (selector) => document.querySelector(selector);
const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};

const form = $('#search'), question = $('#question'), token = $('#token'), answer = $('#answer'), summary = $('#summary');
let running = null, timer = null;

async function callTool(name, args, signal) {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  if (token && token.value) headers.authorization = 'Bearer ' + token.value;
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
  const response = await fetch('mcp', { method: 'POST', headers, body, signal });
  const text = await response.text();
  if (response.status === 401) throw new Error('This server asks for a token.');
  if (response.status === 429) throw new Error('Too many requests; wait a moment.');
  const json = text.startsWith('{') ? text : text.split('\n').find((line) => line.startsWith('data:'))?.slice(5);
  const message = json ? JSON.parse(json) : null;
  const failure = message?.error?.message ?? (message?.result?.isError ? message.result.content[0].text : null);
  if (failure || !message) throw new Error(failure ?? 'HTTP ' + response.status);
  return message.result.structuredContent;
}

const sectionNode = (section) => make('div', { className: 'section' },
  make('a', { href: safe(section.url), textContent: section.breadcrumbs.join(' › ') || section.heading }), ' ',
  make('span', { className: 'score', textContent: section.score.toFixed(2) }),
  make('pre', { textContent: section.snippet, tabIndex: 0 }));

const documentNode = (found) => make('article', { className: 'card document' },
  make('div', { className: 'head' },
    make('h3', {}, make('a', { href: safe(found.url), textContent: found.title })),
    make('span', { className: 'score', textContent: 'score ' + found.score.toFixed(2) })),
  make('p', { className: 'soft', textContent: found.path }),
  ...found.sections.map(sectionNode));

const safe = (url) => (/^https?:\/\//.test(url) ? url : '#');

async function search() {
  running?.abort();
  const query = question.value.trim();
  if (query === '') { answer.replaceChildren(); summary.textContent = ''; return; }
  const mine = (running = new AbortController());
  const started = performance.now();
  try {
    const found = await callTool('search_docs', { query, max_results: 5 }, mine.signal);
    const ms = Math.round(performance.now() - started);
    summary.textContent = found.results.length + (found.results.length === 1 ? ' document, ' : ' documents, ') + found.mode + ' search, ' + ms + ' ms' + (found.message ? '. ' + found.message : '');
    answer.replaceChildren(...found.results.map(documentNode));
  } catch (error) {
    if (mine.signal.aborted) return;
    summary.textContent = error.message;
    answer.replaceChildren();
  }
}

form.hidden = false;
form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); search(); });
question.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(search, 250); });

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
