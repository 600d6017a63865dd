import { describe, expect, test } from '@jest/globals';
import type { Chunk } from '../domain/chunk.ts';
import { lexicalFields } from './lexical-fields.ts';
import { identifierWords, wordsOf } from './words.ts';

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
      body: ' 人机 机协 协作  with WithGenLocalState',
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

test('wordsOf() splits at anything but letters, digits and underscores, and Chinese and Japanese into bigrams', () => {
  expect(wordsOf("don't panic: 図書館 ok_1")).toEqual(['don', 't', 'panic', '図書', '書館', 'ok_1']);
});
