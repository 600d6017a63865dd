import { describe, expect, test } from '@jest/globals';
import { buildDocument } from '../../../test/support/document-builder.ts';
import { TWO_SOURCES } from '../../../test/support/source-builder.ts';
import { CODE_LANGUAGE } from '../../shared/domain/document.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import type { DocumentMatch, IndexQuery } from '../../shared/index/index-reader.ts';
import { findTranslations } from '../documents/languages.ts';
import { chooseLanguages, scriptLanguage } from './query-language.ts';
import { countStems, queryStems } from './query-match.ts';
import { searchDocs } from './search-docs.ts';
import type { SearchRequest } from './search-outcome.ts';

test.each([
  ['How do I resume a graph?', null],
  ['如何恢复图', 'zh'],
  ['Graph 的回调', 'zh'],
  ['グラフの再開', 'ja'],
  ['図を再開する', 'ja'],
  ['그래프', 'ko'],
  ['граф', null],
  ['', null],
])('the script of %j is of the language %s', (text, language) => {
  expect(scriptLanguage(text)).toBe(language);
});

describe('the choice of languages for a query', () => {
  const all = { first: undefined, rest: undefined };
  const exactly = (...languages: string[]) => ({ first: { only: languages }, rest: { except: languages } });
  const only = (...languages: string[]) => exactly(...languages, CODE_LANGUAGE);

  test.each([
    ['graph', undefined, ['en', 'zh'], only('en')],
    ['图', undefined, ['en', 'zh', 'zh-TW'], only('zh', 'zh-TW')],
    ['グラフ', undefined, ['en', 'zh', 'de'], only('en', 'de')],
    ['グラフ', undefined, ['en', 'zh', 'ja'], only('ja')],
    ['graph', undefined, ['en'], all],
    ['图', undefined, ['en'], all],
    ['graph', undefined, ['zh'], all],
    ['graph', undefined, ['zh', 'ja'], all],
    ['graph', undefined, [], all],
    ['graph', 'zh', ['en', 'zh-CN'], only('zh-CN')],
    ['图', 'en', ['en', 'zh'], only('en')],
    ['图', 'en_US', ['en', 'zh'], only('en')],
    ['graph', 'zh-Hans-CN', ['en', 'zh', 'zh-TW'], only('zh', 'zh-TW')],
    ['graph', 'zh-TW', ['en', 'zh', 'zh-TW'], only('zh-TW')],
    ['graph', 'chinese', ['en', 'zh'], only('zh')],
    ['graph', 'de', ['en', 'zh'], exactly('de')],
    ['图', undefined, ['en', 'zh', CODE_LANGUAGE], only('zh')],
    ['graph', 'en', ['en'], all],
  ])('the query %j, asked for in %s, in an index in %j: %j', (query, asked, available, choice) => {
    expect(chooseLanguages(query, asked, available)).toEqual(choice);
  });
});

const languageOf = (path: string) =>
  path.endsWith('.go') ? CODE_LANGUAGE : (/^(zh|de)\//.exec(path)?.[1] ?? 'en');

/** An index of documents that every query matches, unless their text has none of its words; the more it has, the better. */
function searcher(texts: Readonly<Record<string, string>>, sources = TWO_SOURCES) {
  const status = { ...EMPTY_STATUS, sequence: 1, sources, chunks: 1_000 };
  const documents = Object.entries(texts).map(([path, text]) =>
    buildDocument({ path, passages: [text], language: languageOf(path) }),
  );
  const asked: IndexQuery[] = [];
  const search = async (query: IndexQuery) => {
    asked.push(query);
    const { languages = { except: [] } } = query;
    const matches = documents.flatMap(({ document, chunks }): DocumentMatch[] => {
      const named = 'only' in languages ? languages.only : languages.except;
      const isWanted = named.includes(document.language) === 'only' in languages;
      const words = queryStems(query.text);
      const score = (0.9 * countStems(chunks[0]?.text.toLowerCase() ?? '', words)) / new Set(words).size;
      return isWanted && score > 0
        ? [{ document, score, chunks: chunks.map((chunk) => ({ chunk, score })) }]
        : [];
    });
    return { matches, status };
  };
  const translations = async () =>
    findTranslations(
      documents.map(({ document }) => document),
      sources,
    );
  const snapshot = { status, catalog: { translations } };
  return {
    asked,
    search: async (query: string, more: Partial<SearchRequest> = {}) => {
      const outcome = await searchDocs({ reader: { search } }, { query, maxResults: 5, ...more }, snapshot);
      return { ...outcome, paths: outcome.documents.map(({ path }) => path) };
    },
  };
}

describe('a search of an index in two languages', () => {
  const both = { 'graph.md': 'resume a graph', 'zh/graph.md': '恢复图 graph resume' };

  test('a query is answered from documents in the language of its script, in one search', async () => {
    const { search, asked } = searcher(both);
    expect(await search('resume graph')).toMatchObject({ paths: ['graph.md'], confident: true });
    expect(await search('恢复图')).toMatchObject({ paths: ['zh/graph.md'], confident: true });
    expect(asked.map(({ languages }) => languages)).toEqual([
      { only: ['en', CODE_LANGUAGE] },
      { only: ['zh', CODE_LANGUAGE] },
    ]);
  });

  test('a query that only documents in another language answer gets those, and a sentence says so', async () => {
    const { search } = searcher({ 'graph.md': 'resume a graph', 'zh/tool.md': '工具' });
    const message = 'Only documents in English answer this query.';
    expect(await search('resume graph 恢复')).toMatchObject({
      paths: ['graph.md'],
      confident: true,
      message,
    });
    expect(await search('工具')).toMatchObject({ paths: ['zh/tool.md'], confident: true });
    expect((await search('工具')).message).toBeUndefined();
  });

  test('code answers a query in any language', async () => {
    const { search } = searcher({
      'graph.go': 'resume graph',
      'graph.md': 'resume graph',
      'zh/tool.md': '工具',
    });
    expect(await search('resume graph 恢复')).toMatchObject({ paths: ['graph.go'], confident: true });
    expect(await search('graph', { language: 'zh' })).toMatchObject({ paths: ['graph.go'] });
    expect((await search('resume graph')).paths.toSorted()).toEqual(['graph.go', 'graph.md']);
  });

  test('a query that no document answers gets the nearest in its own language', async () => {
    const { search } = searcher({
      'graph.md': 'a starter for something else entirely',
      'zh/graph.md': 'a starter of another kind',
    });
    const outcome = await search('sourdough bread hydration starter');
    expect(outcome).toMatchObject({ paths: ['graph.md'], confident: false });
    expect(outcome.message).toMatch(/^Nothing in the documentation is close[^.]*\.$/);
    const none = await search('zeppelin');
    expect(none.message).toMatch(/^Nothing in the documentation matches this query/);
  });

  test('a search in a language finds only documents in it, and says where others answer', async () => {
    const { search } = searcher({ 'graph.md': 'resume a graph', 'zh/tool.md': '工具 tool' });
    expect(await search('tool', { language: 'zh' })).toMatchObject({ paths: ['zh/tool.md'] });
    const elsewhere = 'Only documents in English answer this query; search without language to see them.';
    expect(await search('graph', { language: 'zh' })).toMatchObject({
      paths: [],
      message: `Nothing in Chinese matches this query; use the language and the terms of the documentation. ${elsewhere}`,
    });
    expect((await search('graph', { language: 'de' })).message).toMatch(
      /^Nothing in German matches .* answer/,
    );
    expect((await search('zeppelin', { language: 'zh' })).message).not.toContain('Only');
  });

  test('a name that only documents in another language have does not count as unknown', async () => {
    const { search } = searcher({ 'agent.md': 'A new agent is made', 'zh/agent.md': 'NewReactAgent' });
    expect((await search('How is NewReactAgent made: an agent')).message).toBe(
      'Only documents in other languages have the name "NewReactAgent".',
    );
    expect((await search('How is NewFastAgent made: an agent')).message).toMatch(
      /has no name "NewFastAgent"/,
    );
  });

  test('a result names its source, its language and its translations', async () => {
    const { search } = searcher({ ...both, 'ext/README.md': 'resume a graph' });
    const { documents } = await search('resume graph');
    expect(documents).toMatchObject([
      { path: 'ext/README.md', source: 'acme/ext', language: 'en', translations: [] },
      {
        path: 'graph.md',
        source: 'acme/site',
        language: 'en',
        translations: [{ path: 'zh/graph.md', language: 'zh' }],
      },
    ]);
  });

  test('of a document and its translation only the better one is a result', async () => {
    const [site] = TWO_SOURCES;
    const german = { ...site, roots: site?.roots.map((root) => ({ ...root, language: root.at || 'en' })) };
    const sources = JSON.parse(JSON.stringify([german]).replaceAll('zh', 'de')) as typeof TWO_SOURCES;
    const { search, asked } = searcher(
      { 'de/graph.md': 'graph', 'graph.md': 'resume graph', 'de/other.md': 'graph' },
      sources,
    );
    expect(await search('resume graph')).toMatchObject({ paths: ['graph.md', 'de/other.md'] });
    expect(asked[0]?.languages).toBeUndefined();
  });
});
