import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { queryTerms } from './query-terms.ts';

describe('queryTerms()', () => {
  test.each([
    ['WithGenLocalState', ['withgenlocalstate', 'gen', 'local', 'state']],
    ['gen local state', ['gen', 'local', 'state']],
    ['compose.NewGraph', ['compose', 'newgraph', 'new', 'graph']],
    ['OpenAIChatModel v2', ['openaichatmodel', 'open', 'ai', 'chat', 'model', 'v2', 'v', '2']],
    ['How do I resume a graph?', ['resume', 'graph']],
    ['write_todos', ['write_todos', 'write', 'todos']],
    ['"DROP TABLE"; NEAR(a*) OR -b', ['drop', 'table', 'near', 'b']],
    ['人机协作', ['人机', '机协', '协作']],
    ['İstanbul', ['istanbul']],
  ])('queryTerms() turns %j into %j', (query, terms) => {
    expect(queryTerms(query)).toEqual(terms);
  });

  test('queryTerms() keeps stop words if a query has no other words', () => {
    expect(queryTerms('what is it')).toEqual(['what', 'is', 'it']);
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
