import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Chunk } from '../domain/chunk.ts';
import { identifierWords, lexicalFields, queryTerms, wordsOf } from './lexical-terms.ts';

const chunk: Chunk = {
  id: '1',
  path: 'a.md',
  ordinal: 0,
  title: 'Guide',
  heading: 'State',
  breadcrumbs: ['Graph', 'State'],
  url: 'a.md#state',
  text: '人机协作 with WithGenLocalState',
  sections: [{ heading: 'Reset', breadcrumbs: ['Graph', 'Reset'], url: 'a.md#reset', start: 9 }],
  identifiers: ['compose.WithGenLocalState', 'github.com/cloudwego/eino/adk'],
  tokens: 9,
  contentHash: 'c',
};

describe('lexicalFields()', () => {
  test("lexicalFields() returns a chunk's title, headings, text, and identifiers whole and in parts", () => {
    expect(lexicalFields(chunk)).toEqual({
      title: 'Guide',
      headings: 'Graph State Reset',
      body: ' 人 人机 机 协作  with WithGenLocalState',
      identifiers:
        'compose.WithGenLocalState compose with gen local state github.com/cloudwego/eino/adk github com cloudwego eino adk',
    });
  });
});

describe('identifierWords()', () => {
  test.each([
    ['NewGraph', ['new', 'graph']],
    ['HTTPServerURL', ['http', 'server', 'url']],
    ['GoStruct2ParamsOneOf', ['go', 'struct', '2', 'params', 'one', 'of']],
    ['tool_call_id', ['tool', 'call', 'id']],
    ['adk/prebuilt/planexecute', ['adk', 'prebuilt', 'planexecute']],
    ['', []],
  ])('identifierWords() splits %s into %j', (identifier, words) => {
    expect(identifierWords(identifier)).toEqual(words);
  });
});

test('wordsOf() splits at anything but letters, digits and underscores, and Chinese and Japanese into words', () => {
  expect(wordsOf("don't panic: 図書館で ok_1")).toEqual(['don', 't', 'panic', '図書館', 'で', 'ok_1']);
});

describe('queryTerms()', () => {
  test.each([
    ['WithGenLocalState', ['withgenlocalstate', 'gen', 'local', 'state']],
    ['gen local state', ['gen', 'local', 'state']],
    ['compose.NewGraph', ['compose', 'newgraph', 'new', 'graph']],
    ['OpenAIChatModel v2', ['openaichatmodel', 'open', 'ai', 'chat', 'model', 'v2', 'v', '2']],
    ['How do I resume a graph?', ['resume', 'graph']],
    ['write_todos', ['write_todos', 'write', 'todos']],
    ['"DROP TABLE"; NEAR(a*) OR -b', ['drop', 'table', 'near', 'b']],
    ['人机协作', ['人机', '协作']],
    ['请问如何使用ChatModel的Generate方法？', ['使用', 'chatmodel', 'chat', 'model', 'generate', '方法']],
    ['图的节点', ['图', '节点']],
    ['在图的节点之间写共享状态', ['节点', '之间', '共享', '状态']],
    ['İstanbul', ['istanbul']],
  ])('queryTerms() turns %j into %j', (query, terms) => {
    expect(queryTerms(query)).toEqual(terms);
  });

  test('queryTerms() keeps stop words if a query has no other words', () => {
    expect(queryTerms('what is it')).toEqual(['what', 'is', 'it']);
    expect(queryTerms('这是什么')).toEqual(['这', '是', '什么']);
  });

  test('queryTerms() returns at most 48 words without duplicates for any query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6_000 }), (query) => {
        const terms = queryTerms(query);
        expect(terms.length).toBeLessThanOrEqual(48);
        expect(new Set(terms).size).toBe(terms.length);
        for (const term of terms) expect(term).toMatch(/^[\p{L}\p{N}_]+$/u);
      }),
    );
  });
});
