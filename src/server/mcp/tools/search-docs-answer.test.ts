import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { estimateTokens, TokenCosts } from '../../answer/token-budget.ts';
import type { FoundDocument } from '../../search/search-outcome.ts';
import { costedResult, fitResults } from './search-docs-answer.ts';

const found = (path: string, lengths: readonly number[]): FoundDocument => ({
  path,
  title: path,
  url: path,
  score: 0.123456,
  summary: '',
  entities: [],
  updatedAt: null,
  source: 'acme/docs',
  version: undefined,
  language: 'en',
  translations: [],
  sections: lengths.map((length, n) => ({
    heading: `Section ${n}`,
    breadcrumbs: [],
    url: `${path}#${n}`,
    snippet: 'word '.repeat(length),
    score: 0.5,
  })),
});

const costed = (documents: readonly FoundDocument[]) =>
  documents.map((document) => costedResult(document, { confident: true, sources: [] }, new TokenCosts()));
const fitted = (documents: readonly FoundDocument[], budget: number) => fitResults(costed(documents), budget);
/** How many sections of each document have a snippet; all are listed. */
const shape = (results: ReturnType<typeof fitted>) =>
  results.map(({ path, sections }) => [path, sections.filter(({ snippet }) => snippet !== '').length]);

describe('fitting search results into a budget', () => {
  const three = ['a', 'b', 'c'].map((path) => found(path, [100, 100, 100]));

  test('search results within the budget are all returned with all sections', () => {
    expect(fitted(three, 10_000)).toEqual(costed(three).map(({ result }) => result));
    expect(fitted([], 10)).toEqual([]);
  });

  test('search results over the budget lose snippets, the last documents first, before a document is left out', () => {
    const { cost = 0, headCosts = [], snippetCosts: [section = 0] = [] } = costed(three)[0] ?? {};
    const head = cost + headCosts.reduce((sum, each) => sum + each, 0);
    const sections = (kept: number) => shape(fitted(three, 3 * head + kept * section));
    expect(sections(9)).toEqual([
      ['a', 3],
      ['b', 3],
      ['c', 3],
    ]);
    expect(sections(7)).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 2],
    ]);
    expect(sections(4)).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]);
    const alone = cost + (headCosts[0] ?? 0) + section;
    expect(shape(fitted(three, 3 * alone))).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]);
    expect(fitted(three, 3 * alone).map(({ sections }) => sections.length)).toEqual([1, 1, 1]);
    expect(shape(fitted(three, 2 * alone))).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('search results that are long for their number only list further sections, but two of the best document', () => {
    const long = ['a', 'b'].map((path) => found(path, [400, 400, 400]));
    expect(shape(fitted(long, 100_000))).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(fitted(long, 100_000).map(({ sections }) => sections.length)).toEqual([3, 3]);
  });

  test('a section of a search result that is shown is not listed again', () => {
    const [first, ...rest] = found('a', [400, 400, 400]).sections.map((section) => ({
      ...section,
      url: 'a#0',
    }));
    const [only] = fitted(
      [{ ...found('a', []), sections: first === undefined ? [] : [first, ...rest] }],
      100_000,
    );
    expect(only?.sections.every(({ snippet }) => snippet !== '')).toBe(true);
  });

  test('a section of a search result that exceeds the budget on its own is cut', () => {
    const [only] = fitted([found('a', [5_000]), found('b', [1])], 500);
    expect(only?.sections[0]?.snippet).toMatch(/^word word .*…$/);
  });

  test('the longest snippets of search results are cut, at the ends of lines, before a document is left out', () => {
    const code = `Before:\n\`\`\`go\n${'err := graph.AddEdge(compose.START, "node")\n'.repeat(60)}\`\`\`\n`;
    const long = Array.from({ length: 10 }, (_, n) => found(`d${n}`, [n === 0 ? 10 : 400]));
    const documents = long.map((each, n) =>
      n === 9 ? { ...each, sections: each.sections.map((section) => ({ ...section, snippet: code })) } : each,
    );
    const results = fitted(documents, 3_000);
    expect(results).toHaveLength(10);
    expect(estimateTokens(JSON.stringify(results))).toBeLessThanOrEqual(3_000);
    const snippets = results.map(({ sections }) => sections[0]?.snippet ?? '');
    expect(snippets[0]).toBe('word '.repeat(10));
    for (const snippet of snippets.slice(1)) expect(snippet).toMatch(/…$/);
    expect(snippets[9]).toMatch(
      /^Before:\n```go\n(err := graph\.AddEdge\(compose\.START, "node"\)\n)+```\n…$/,
    );
    expect(fitted(documents, 1_500).length).toBeLessThan(10);
  });

  test('fitting any search results returns at least the first one, in the same order and within the budget', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(lengths, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 300, max: 4_000 }),
        (all, budget) => {
          const documents = all.map((sections, n) => found(`d${n}`, sections));
          const results = fitted(documents, budget);
          expect(results.length).toBeGreaterThan(0);
          expect(results.map(({ path }) => path)).toEqual(
            documents.slice(0, results.length).map(({ path }) => path),
          );
          expect(estimateTokens(JSON.stringify(results))).toBeLessThanOrEqual(budget * 1.05 + 10);
        },
      ),
    );
  });
});
