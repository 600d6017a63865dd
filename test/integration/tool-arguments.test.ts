import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { toolsOf } from '../../src/server/mcp/mcp-server.ts';
import type { Tool } from '../../src/server/mcp/tool.ts';
import { Metrics } from '../../src/server/metrics.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../support/fixture-index.ts';
import { callTool, lexicalServices, type RunningApp, rpc, runApp } from '../support/running-app.ts';

const resources = new AsyncDisposableStack();
const crashes: unknown[] = [];
let tools: readonly Tool[];
let app: RunningApp;

beforeAll(async () => {
  const index = resources.use(await fixtureIndex());
  await index.publish({ documents: FIXTURE_DOCUMENTS });
  const reader = new SqliteReader(index.path);
  resources.defer(() => reader.close());
  const metrics = new Metrics({ ...silentLogger, error: (...logged: unknown[]) => crashes.push(logged) });
  tools = toolsOf(lexicalServices(reader, { metrics }));
  const env = { RATE_LIMIT_PER_MINUTE: '0', STRUCTURED_CONTENT: 'false' };
  app = resources.use(await runApp({ reader, env }));
});

afterAll(() => resources.disposeAsync());

/** Names that a model may use, and values that fit some of them. */
const likely = fc.dictionary(
  fc.constantFrom(
    ...['query', 'q', 'question', 'max_results', 'limit', 'topK', 'path', 'url', 'path_prefix', 'language'],
    ...['section', 'cursor', 'max_tokens', 'since', 'min_score', 'random_string', 'arguments', '__proto__'],
  ),
  fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.constantFrom(
      'graph',
      'core/graph.md',
      'core/',
      'Edges',
      'L1-L9',
      'zh',
      'go',
      'null',
      '3',
      '1e999',
      50,
      -1,
      0,
    ),
    fc.constantFrom(
      '2026-01-01',
      'deadbeef1',
      'v1.0.0',
      'WyJsaXN0Iix7fV0',
      '#',
      '../..',
      'https://a.example/#x',
    ),
  ),
  { maxKeys: 6 },
);

test('whatever the arguments, every tool answers within its size, or says which argument is missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(likely, likely, fc.jsonValue()), async (args) => {
      for (const tool of tools) {
        const { content, isError } = await tool.call(args, new AbortController().signal);
        const text = content.map((part) => (part.type === 'text' ? part.text : '?')).join('');
        if (isError === true) expect(text).toMatch(/^INVALID_ARGUMENTS: \w+: (query|path) is missing\./);
        // fetch_doc is told how much to return; the longest document has 80,000 characters.
        if (tool.definition.name === 'fetch_doc') expect(text.length).toBeLessThan(100_000);
        else expect(countTokens(text)).toBeLessThanOrEqual(8_000);
        const [first = ''] = text.split('\n');
        if (first.startsWith('Note: ')) expect(first.length).toBeLessThan(1_000);
      }
    }),
    { numRuns: 150 },
  );
  expect(crashes).toEqual([]);
});

/** What agents and hosts have been seen to send, and what each of the tools makes of it. */
const SENT: readonly (readonly [name: string, args: unknown, expected: RegExp])[] = [
  ['search_docs', { query: 'graph edges', limit: 3 }, /^1\. /m],
  [
    'search_docs',
    { query: 'graph', max_results: 50 },
    /^Note: max_results is at most 20\.\n\nWhat stands in .*\n\n1\. /,
  ],
  ['search_docs', { query: 'graph', max_results: '3', cursor: '', path_prefix: '' }, /^1\. /m],
  [
    'search_docs',
    { query: 'graph', max_results: null, min_score: null, path_prefix: null, cursor: null },
    /^1\. /m,
  ],
  [
    'search_docs',
    { q: 'graph', top_k: 2, min_score: 0.7 },
    /^Note: Ignored, .* argument: min_score\.\n\nWhat stands in .*\n\n1\. /,
  ],
  ['search_docs', '{"query": "graph"}', /^1\. /m],
  ['search_docs', 'graph', /^Note: arguments was taken for query\.\n\nWhat stands in .*\n\n1\. /],
  ['search_docs', { query: 'graph', language: '' }, /^1\. /m],
  ['search_docs', { query: 'graph', language: 'english' }, /^1\. /m],
  [
    'search_docs',
    { query: 'graph', language: 'golang' },
    /^Note: language was ignored: .* in English\.\n\nWhat stands in .*\n\n1\. /,
  ],
  [
    'fetch_doc',
    { url: 'https://docs.example.com/eino/core/graph/', section: null },
    /^"Graph orchestration" /m,
  ],
  ['fetch_doc', { file: 'core/graph.md', max_tokens: 999_999_999 }, /^Note: max_tokens is at most 200000\./],
  [
    'fetch_doc',
    { path: 'core/graph.md', section: '', cursor: '', max_tokens: 0 },
    /^"Graph orchestration" /m,
  ],
  ['list_docs', { prefix: 'core/' }, /^4 documents below "core\/":/m],
  [
    'list_docs',
    { random_string: 'dummy' },
    /^Note: Ignored, .*random_string\.\n\nWhat stands in .*\n7 documents:/,
  ],
  ['list_docs', null, /^7 documents:/m],
  ['get_index_status', { random_string: 'dummy' }, /^7 documents in /m],
  ['get_index_status', [], /^7 documents in /m],
  ['list_changes', { since: '', cursor: null }, /^1 update\./m],
  [
    'list_changes',
    { since: 'deadbeef1' },
    /^Note: since was ignored: deadbeef1 is not .* keeps\.\n\nWhat stands in .*\n1 update\./,
  ],
];

test.each(SENT)('%s answers %j over HTTP with text alone', async (name, args, expected) => {
  const response = await rpc(app.url, 'tools/call', { name, arguments: args });
  const { result } = (await response.json()) as {
    result: { content: { text: string }[]; isError?: boolean };
  };
  expect(Object.keys(result)).toEqual(['content']);
  expect(result.content[0]?.text).toMatch(expected);
});

test('without STRUCTURED_CONTENT no tool has an output schema', async () => {
  const { result } = (await (await rpc(app.url, 'tools/list')).json()) as { result: { tools: object[] } };
  expect(result.tools).toHaveLength(5);
  expect(JSON.stringify(result.tools)).not.toContain('outputSchema');
});

test('6,000 unknown names are ignored in one line', async () => {
  const names = Object.fromEntries(Array.from({ length: 6_000 }, (_, n) => [`n${n}`, 1]));
  const { isError, text } = await callTool(app.url, 'search_docs', { query: 'graph', ...names });
  expect([isError, text.split('\n')[0]]).toEqual([
    false,
    'Note: Ignored, because the tool has no such argument: n0, n1, n2 and 5997 more.',
  ]);
});
