import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { type ArgumentsSchema, readArguments, withArgumentsObject } from './read-arguments.ts';

const SEARCH = z.toJSONSchema(
  z.object({
    query: z.string().max(40),
    max_results: z.int().min(1).max(20).default(5),
    path_prefix: z.string().max(20).optional(),
    cursor: z.string().optional(),
  }),
  { io: 'input' },
) as ArgumentsSchema;
const FETCH = z.toJSONSchema(
  z.object({ path: z.string(), section: z.string().optional(), max_tokens: z.int().min(500).optional() }),
  { io: 'input' },
) as ArgumentsSchema;
const NONE = z.toJSONSchema(z.object({}), { io: 'input' }) as ArgumentsSchema;

const valuesOf = (given: unknown, schema = SEARCH) => readArguments(schema, given).values;

describe('the arguments that a client sends', () => {
  test.each<[string, unknown, unknown]>([
    [
      'null and empty texts',
      { query: 'graph', max_results: null, path_prefix: '', cursor: '' },
      { query: 'graph' },
    ],
    [
      'the words that stand for nothing',
      { query: 'none', cursor: 'null', path_prefix: ' None ', max_results: 'undefined' },
      { query: 'none' },
    ],
    ['a number as text', { query: 'graph', max_results: '3' }, { query: 'graph', max_results: 3 }],
    ['a text as number', { query: 404 }, { query: '404' }],
    ['a number that is too large', { query: 'graph', max_results: 50 }, { query: 'graph', max_results: 20 }],
    [
      'the zero of a host that fills in every argument',
      { query: 'graph', max_results: 0 },
      { query: 'graph' },
    ],
    ['a negative number', { query: 'graph', max_results: -1 }, { query: 'graph' }],
    ['a fraction', { query: 'graph', max_results: 2.6 }, { query: 'graph', max_results: 3 }],
    ['what is no number', { query: 'graph', max_results: 'many' }, { query: 'graph' }],
    ['what is no text', { query: 'graph', path_prefix: {}, cursor: [[1]] }, { query: 'graph' }],
    [
      'lists of texts',
      { query: ['graph', 'state'], path_prefix: ['a/'] },
      { query: 'graph state', path_prefix: 'a/' },
    ],
    ['spaces around a text', { query: '  graph ' }, { query: 'graph' }],
    [
      'wrong names',
      { q: 'graph', limit: 3, prefix: 'a/' },
      { query: 'graph', max_results: 3, path_prefix: 'a/' },
    ],
    [
      'names in another case',
      { Query: 'graph', maxResults: 3, 'path-prefix': 'a/' },
      { query: 'graph', max_results: 3, path_prefix: 'a/' },
    ],
    ['a right and a wrong name', { q: 'no', query: 'graph' }, { query: 'graph' }],
    ['a right name without a value', { query: null, question: 'graph' }, { query: 'graph' }],
    ['a JSON text', '{"query": "graph", "max_results": "3"}', { query: 'graph', max_results: 3 }],
    ['a list of one object', [{ query: 'graph' }], { query: 'graph' }],
    ['an object within arguments', { arguments: { query: 'graph' } }, { query: 'graph' }],
    ['a JSON text within input', { input: '{"query":"graph"}' }, { query: 'graph' }],
    ['a text within input', { input: 'graph' }, { query: 'graph' }],
    ['a text alone', 'how to stream', { query: 'how to stream' }],
    ['a single text under an unknown name', { what: 'graph', deep: true }, { query: 'graph' }],
    ['two texts under unknown names', { what: 'graph', where: 'a/' }, {}],
    ['nothing', undefined, {}],
    ['a list', [1, 2], {}],
  ])('%s are understood', (_, given, values) => {
    expect(valuesOf(given)).toEqual(values);
  });

  test.each<[unknown, unknown]>([
    [{ url: 'https://a.example/b/' }, { path: 'https://a.example/b/' }],
    [
      { file: 'a.md', heading: 'Edges', max_tokens: 10 },
      { path: 'a.md', section: 'Edges', max_tokens: 500 },
    ],
    [{ uri: 'eino-docs://docs/a.md' }, { path: 'eino-docs://docs/a.md' }],
    [{ symbol: 'compose.NewGraph' }, { path: 'compose.NewGraph' }],
    [
      { path: 'a.go', symbol: 'NewGraph' },
      { path: 'a.go', section: 'NewGraph' },
    ],
  ])('%j names a document to fetch', (given, values) => {
    expect(valuesOf(given, FETCH)).toEqual(values);
  });

  test('what was ignored, cut or moved into range is said in one short line', () => {
    const given = {
      query: 'x'.repeat(50),
      max_results: 50,
      path_prefix: {},
      'a\n# b': 1,
      c: 'd',
      ['e'.repeat(100)]: 2,
      f: 3,
      g: null,
    };
    expect(readArguments(SEARCH, given).notes).toEqual([
      'query was cut to its first 40 characters.',
      'max_results is at most 20.',
      'path_prefix must be a text; it was ignored.',
      `Ignored, because the tool has no such argument: a???b, c, ${'e'.repeat(40)} and 1 more.`,
    ]);
  });

  test('what was understood is not commented, and neither is a dummy argument of a tool without any', () => {
    expect(readArguments(SEARCH, { q: 'graph', top_k: '3', cursor: '' }).notes).toEqual([]);
    expect(readArguments(NONE, { random_string: 'dummy' })).toEqual({ values: {}, notes: [] });
  });

  test('names of properties of every object are names like others', () => {
    const given = JSON.parse('{"query":"graph","__proto__":{"max_results":1},"constructor":1,"toString":2}');
    const { values, notes } = readArguments(SEARCH, given);
    expect(values).toEqual({ query: 'graph' });
    expect(notes).toEqual([
      'Ignored, because the tool has no such argument: __proto__, constructor, toString.',
    ]);
  });

  test('60,000 unknown names give one short note', () => {
    const given = {
      query: 'graph',
      ...Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`n${n}`, n])),
    };
    expect(readArguments(SEARCH, given)).toEqual({
      values: { query: 'graph' },
      notes: ['Ignored, because the tool has no such argument: n0, n1, n2 and 59997 more.'],
    });
  });

  test('whatever is given, the values have the types and limits of the schema and the notes are one short line', () => {
    const named = fc.dictionary(
      fc.constantFrom('query', 'q', 'max_results', 'limit', 'path_prefix', 'x'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), named), (given) => {
        const { values, notes } = readArguments(SEARCH, given);
        const { query = '', max_results: max = 5, path_prefix: prefix = '', cursor = '', ...others } = values;
        expect([typeof query, typeof prefix, typeof cursor, others]).toEqual([
          'string',
          'string',
          'string',
          {},
        ]);
        expect(Number.isInteger(max) && Number(max) >= 1 && Number(max) <= 20).toBe(true);
        expect(String(query).length).toBeLessThanOrEqual(40);
        expect(notes.join(' ')).toMatch(/^[\p{L}\p{N}_ .,:;?"-]{0,400}$/u);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a tools/call whose arguments are not an object', () => {
  const call = (args?: unknown) => ({
    jsonrpc: '2.0' as const,
    id: 1,
    method: 'tools/call',
    params: { name: 'search_docs', ...(args === undefined ? {} : { arguments: args }) },
  });

  test.each([
    ['null', null, undefined],
    ['a JSON text', '{"query":"graph"}', { arguments: '{"query":"graph"}' }],
    ['a list', [1], { arguments: [1] }],
    ['an object', { query: 'graph' }, { query: 'graph' }],
    ['nothing', undefined, undefined],
  ])('%s: the arguments become an object', (_, given, args) => {
    expect(withArgumentsObject(call(given))).toEqual(call(args));
  });

  test('other messages are left alone', () => {
    const ping = { jsonrpc: '2.0' as const, id: 1, method: 'ping', params: { arguments: null } };
    expect(withArgumentsObject(ping)).toBe(ping);
    const bare = { jsonrpc: '2.0' as const, id: 1, method: 'tools/call' };
    expect(withArgumentsObject(bare)).toBe(bare);
  });
});
