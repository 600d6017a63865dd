import type { LargeIndex } from './large-index.ts';
import { pick, type Random } from './random.ts';

/** Longest values that the tools take, and the largest body. */
const QUERY = 4_000;
const PATH = 2_000;
const PREFIX = 500;
const BODY = 64 * 1024;

/** Makes one text of a kind, at most as long as asked for. */
type MakeText = (random: Random, index: LargeIndex) => string;

const repeat = (piece: MakeText, separator: string, length: number): MakeText => {
  return (random, index) => {
    let text = '';
    while (text.length < length) text += piece(random, index) + separator;
    return text.slice(0, length);
  };
};

const letter: MakeText = (random) => String.fromCharCode(97 + Math.floor(random() * 26));
const name: MakeText = (random, { names }) => pick(names, random);

/** A name with one or two typing errors. */
const nearMiss: MakeText = (random, index) => {
  let word = name(random, index);
  for (let edits = 1 + Math.round(random()); edits > 0; edits--) {
    const at = 1 + Math.floor(random() * (word.length - 1));
    const kind = Math.floor(random() * 4);
    if (kind === 0) word = word.slice(0, at) + word.slice(at + 1);
    else if (kind === 1) word = word.slice(0, at) + letter(random, index) + word.slice(at);
    else if (kind === 2) word = word.slice(0, at) + letter(random, index) + word.slice(at + 1);
    else word = word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  }
  return word;
};

const rareWord: MakeText = (random, { words }) => pick(words, random);
const commonWord: MakeText = (random, { words }) => pick(words.slice(0, 60), random);
const someChinese: MakeText = (random, { chinese }) => pick(chinese, random);
const anyHan: MakeText = (random) => String.fromCharCode(0x4e00 + Math.floor(random() * 20_000));
const anything: MakeText = (random) => String.fromCharCode(32 + Math.floor(random() * 0xd000));
const punctuation: MakeText = (random) => pick([...'()[]{}<>.,;:!?"\'`*_-+=/\\|&^%$#@~\n\t'], random);
const oneOf =
  (...kinds: readonly MakeText[]): MakeText =>
  (random, index) =>
    pick(kinds, random)(random, index);

/** Kinds of queries, paths and whatever else a client can fill with text. */
export const TEXTS: Readonly<Record<string, MakeText>> = {
  'near misses of names': repeat(nearMiss, ' ', QUERY),
  names: repeat(name, ' ', QUERY),
  'names in lower case': (random, index) => TEXTS['names']?.(random, index).toLowerCase() ?? '',
  'the commonest words': repeat(commonWord, ' ', QUERY),
  words: repeat(rareWord, ' ', QUERY),
  'words and near misses': repeat(oneOf(rareWord, commonWord, nearMiss), ' ', QUERY),
  'Chinese words': repeat(someChinese, '', QUERY),
  'Han characters': repeat(anyHan, '', QUERY),
  'Han characters with spaces': repeat(anyHan, ' ', QUERY),
  'Han and Latin in turns': repeat(oneOf(someChinese, letter, nearMiss), '', QUERY),
  'any characters': repeat(anything, '', QUERY),
  punctuation: repeat(punctuation, '', QUERY),
  'words with punctuation': repeat(oneOf(punctuation, rareWord, name), '', QUERY),
  'one letter': (random, index) => letter(random, index).repeat(QUERY),
  'single letters': repeat(letter, ' ', QUERY),
  'capitals within words': repeat(
    (random, index) => letter(random, index).toUpperCase() + letter(random, index),
    '',
    QUERY,
  ),
  'one word with many underscores': repeat(letter, '_', QUERY),
  'dots and slashes': repeat(
    oneOf(
      rareWord,
      () => '.',
      () => '/',
    ),
    '',
    QUERY,
  ),
  'paths of documents': repeat((random, { paths }) => pick(paths, random), '', QUERY),
  'a path that almost exists': (random, index) => `${pick(index.paths, random).slice(0, -3)}x.md`,
};

export type Message = { readonly method: string; readonly params: Record<string, unknown> };

const call = (tool: string, args: Record<string, unknown>): Message => ({
  method: 'tools/call',
  params: { name: tool, arguments: args },
});

/** Puts a text wherever a client may send one. The number makes requests of one text different, so that no cache answers. */
export const REQUESTS: Readonly<Record<string, (text: string, nth: number, index: LargeIndex) => Message>> = {
  'search_docs query': (text, nth) => call('search_docs', { query: text, max_results: 1 + (nth % 20) }),
  'search_docs query in Chinese documents': (text, nth) =>
    call('search_docs', { query: text, max_results: 1 + (nth % 20), language: 'zh' }),
  'search_docs path_prefix': (text, nth, { words }) =>
    call('search_docs', { query: words[nth] ?? '', path_prefix: text.slice(0, PREFIX) }),
  'search_docs in a folder': (text, nth, { paths }) =>
    call('search_docs', { query: text, path_prefix: paths[nth]?.slice(0, 2) ?? '' }),
  'fetch_doc path': (text) => call('fetch_doc', { path: text.slice(0, PATH) || '.' }),
  'fetch_doc section': (text, nth, { paths }) =>
    call('fetch_doc', { path: paths[nth % 50], section: text.trim().slice(0, 500) || '.' }),
  'list_docs path_prefix': (text) => call('list_docs', { path_prefix: text.slice(0, PREFIX) }),
  'list_changes since': (text) => call('list_changes', { since: text.slice(0, 100) }),
  'resources/read uri': (text) => ({
    method: 'resources/read',
    params: { uri: `eino-docs://docs/${text.slice(0, PATH)}` },
  }),
  'completion/complete': (text) => ({
    method: 'completion/complete',
    params: {
      ref: { type: 'ref/resource', uri: 'eino-docs://docs/{+path}' },
      argument: { name: 'path', value: text.slice(0, PATH) },
    },
  }),
};

const many = (piece: (n: number) => string): string => {
  let text = '';
  for (let n = 0; text.length + 60 < BODY; n++) text += piece(n);
  return text.slice(0, -1);
};

const inCall = (args: string) =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_docs","arguments":${args}}}`;

/** Whole bodies, as large as one may be. */
export const BODIES: Readonly<Record<string, () => string>> = {
  'argument names': () => inCall(`{"query":"graph",${many((n) => `"${n.toString(36)}":0,`).slice(0, -100)}}`),
  'argument names like known ones': () =>
    inCall(`{"query":"graph",${many((n) => `"quer${n.toString(36)}":"",`).slice(0, -100)}}`),
  'one argument name': () => inCall(`{"${'q'.repeat(BODY - 200)}":"graph"}`),
  'nested arrays': () => inCall(`${'['.repeat(BODY / 2 - 100)}${']'.repeat(BODY / 2 - 100)}`),
  'nested objects': () => inCall(`${'{"a":'.repeat(BODY / 7)}0${'}'.repeat(BODY / 7)}`),
  'nested objects as the query': () =>
    inCall(`{"query":${'{"a":'.repeat(BODY / 7)}0${'}'.repeat(BODY / 7)}}`),
  'an array as the query': () => inCall(`{"query":[${many(() => '0,').slice(0, -100)}]}`),
  'a query beyond its limit': () => inCall(`{"query":"${'graph '.repeat(10_000)}"}`),
  'a path of escapes': () =>
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fetch_doc","arguments":{"path":"${'\\u0041'.repeat(1_999)}"}}}`,
  'a unknown tool': () =>
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${'x'.repeat(BODY - 200)}"}}`,
  'metadata of many names': () =>
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_index_status","_meta":{${many((n) => `"${n.toString(36)}":0,`).slice(0, -200)}}}}`,
  'members besides the message': () =>
    `{"jsonrpc":"2.0","id":1,"method":"ping",${many((n) => `"${n.toString(36)}":0,`)}}`,
  'a URI of slashes': () =>
    `{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"eino-docs://docs/${'/%2e'.repeat(15_000)}"}}`,
  'a cursor of nested arrays': () =>
    `{"jsonrpc":"2.0","id":1,"method":"resources/list","params":{"cursor":"${Buffer.from('['.repeat(40_000)).toString('base64url')}"}}`,
  'a long value to complete': () =>
    `{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"type":"ref/resource","uri":"eino-docs://docs/{+path}"},"argument":{"name":"path","value":"${'a/'.repeat(30_000)}"}}}`,
  'a prompt argument': () =>
    `{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"answer_from_docs","arguments":{"question":"${'why '.repeat(16_000)}"}}}`,
  'an initialize with capabilities': () =>
    `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","clientInfo":{"name":"a","version":"1"},"capabilities":{"experimental":{${many((n) => `"${n.toString(36)}":{},`).slice(0, -300)}}}}}`,
};
