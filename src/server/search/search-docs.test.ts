import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { wordsInMemory, wordsOfChunk } from '../../../test/support/words-in-memory.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import type { DocumentMatch, IndexQuery } from '../../shared/index/index-reader.ts';
import { type SearchDeps, type SearchSnapshot, searchDocs } from './search-docs.ts';
import type { SearchRequest } from './search-outcome.ts';
import { Vocabulary } from './vocabulary.ts';

const FINGERPRINT = { schema: 1, chunker: 1, model: 'm', dimensions: 2 };
const PUBLISHED: IndexStatus = { ...EMPTY_STATUS, sequence: 3, fingerprint: FINGERPRINT };
const REQUEST = { query: 'resume a graph', maxResults: 5 };

interface Given extends Omit<SearchDeps, 'reader'>, Pick<SearchSnapshot, 'vocabulary'> {
  readonly reader?: SearchDeps['reader'];
  readonly status?: IndexStatus;
}

/** Searches an index that finds what it is given, and remembers the queries it gets. */
function searcher(matches: readonly DocumentMatch[], given: Given = {}) {
  const { status = PUBLISHED, vocabulary, ...deps } = given;
  const asked: IndexQuery[] = [];
  const reader: SearchDeps['reader'] = {
    search: async (query) => {
      asked.push(query);
      return { matches, status };
    },
  };
  const snapshot = {
    status: PUBLISHED,
    ...(vocabulary === undefined ? {} : { vocabulary }),
  };
  const search = (request: SearchRequest) => searchDocs({ reader, ...deps }, request, snapshot);
  return { search, asked };
}

describe('a search', () => {
  test('a search without an embedder is lexical with the reason no_embedder', async () => {
    const { search, asked } = searcher([
      match('a.md', 'How to resume a graph.'),
      match('b.md', 'A graph.', { score: 0.3 }),
    ]);
    const outcome = await search({ ...REQUEST, maxResults: 1, pathPrefix: 'core/' });
    expect(outcome).toMatchObject({
      mode: 'lexical',
      reason: 'no_embedder',
      confident: true,
      status: PUBLISHED,
    });
    expect(outcome.message).toBeUndefined();
    expect(outcome.documents.map(({ path }) => path)).toEqual(['a.md']);
    expect(asked).toMatchObject([{ text: 'resume a graph', pathPrefix: 'core/' }]);
    expect(asked[0]?.vector).toBeUndefined();
  });

  test('a search with a vector for the query is hybrid', async () => {
    const vector = Float32Array.of(1, 0);
    const { search, asked } = searcher([match('a.md', 'resume a graph')], {
      queryVectors: { vectorFor: async () => ({ vector }) },
    });
    expect(await search(REQUEST)).toMatchObject({ mode: 'hybrid' });
    expect(asked.map((query) => query.vector)).toEqual([vector]);
  });

  test('a hybrid search for a name in code also asks for words alone, which find all that has the name', async () => {
    const vector = Float32Array.of(1, 0);
    const { search, asked } = searcher([match('a.md', 'NewChatModelAgent makes an agent.')], {
      queryVectors: { vectorFor: async () => ({ vector }) },
    });
    const { message } = await search({ ...REQUEST, query: 'NewReactAgent or NewChatModelAgent' });
    expect(asked.map((query) => query.vector)).toEqual([vector, undefined]);
    expect(message).toMatch(/no name "NewReactAgent"; the results/);
  });

  test('a search without a path prefix says which names of the query the docs do not contain', async () => {
    const { search } = searcher([match('a.md', 'An agent is made by NewChatModelAgent.')]);
    const ask = async (query: string, pathPrefix?: string) =>
      (await search({ query, maxResults: 5, ...(pathPrefix === undefined ? {} : { pathPrefix }) })).message;
    const none = 'The documentation has no name "NewReactAgent"; the results match at most parts of it.';
    expect(await ask('How is NewReactAgent made: an agent?')).toBe(none);
    expect(await ask('How is NewChatModelAgent made?')).toBeUndefined();
    expect(await ask('How is NewReactAgent made: an agent?', 'a')).toBeUndefined();
  });

  test('a search whose query could not be embedded is lexical and says why', async () => {
    const { search } = searcher([match('a.md', 'resume a graph')], {
      queryVectors: { vectorFor: async () => ({ reason: 'embedder_failing' }) },
    });
    expect(await search(REQUEST)).toMatchObject({ mode: 'lexical', reason: 'embedder_failing' });
  });

  test('a search is repeated when the index was rebuilt with another model since the snapshot', async () => {
    const models: (string | null | undefined)[] = [];
    const { search, asked } = searcher([match('a.md', 'resume a graph')], {
      queryVectors: {
        async vectorFor(_, fingerprint) {
          models.push(fingerprint?.model);
          return { vector: Float32Array.of(1, 0) };
        },
      },
      status: { ...PUBLISHED, sequence: 1, fingerprint: { ...FINGERPRINT, model: 'other' } },
    });
    await search(REQUEST);
    expect(models).toEqual(['m', 'other']);
    expect(asked.filter(({ vector }) => vector !== undefined)).toHaveLength(2);
  });

  test.each(['the of and a', 'what', 'a*', '?!'])(
    'a search for %j, which has no meaningful word, is not confident',
    async (query) => {
      const { search } = searcher([match('a.md', 'What is the use of a graph and the like?')]);
      expect(await search({ ...REQUEST, query })).toMatchObject({
        confident: false,
        message: expect.stringMatching(/nothing in the documentation is close/i),
      });
    },
  );

  test('a search without a close match is not confident and says so', async () => {
    const { search } = searcher([match('a.md', 'Something else entirely.', { score: 0.01 })]);
    const outcome = await search({ query: 'sourdough starter hydration', maxResults: 5 });
    expect(outcome.confident).toBe(false);
    expect(outcome.message).toMatch(/^Nothing in the documentation is close/);
    expect(outcome.documents).toHaveLength(1);
  });

  test('a search below a path prefix names the prefix if nothing matches', async () => {
    const { search } = searcher([]);
    const { message } = await search({ ...REQUEST, pathPrefix: 'nowhere/' });
    expect(message).toBe(
      'Nothing below "nowhere/" matches this query; use the language and the terms of the documentation.',
    );
  });

  test('a search says that nothing matches, or that the index is empty', async () => {
    expect((await searcher([]).search(REQUEST)).message).toBe(
      'Nothing in the documentation matches this query; use the language and the terms of the documentation.',
    );
    const empty = searcher([], { status: EMPTY_STATUS });
    expect((await empty.search(REQUEST)).message).toMatch(/^The index is empty/);
  });
});

describe('a mistyped name in a query', () => {
  const vocabulary = new Vocabulary(wordsInMemory([wordsOfChunk(['WithGenLocalState'])]));

  test('a mistyped name is searched for as the docs spell it, and the message says so', async () => {
    const { search, asked } = searcher([match('a.md', 'WithGenLocalState keeps state.')], { vocabulary });
    const outcome = await search({ query: 'withgenloaclstate', maxResults: 5 });
    expect(asked.map(({ text }) => text)).toEqual(['withgenloaclstate', 'WithGenLocalState']);
    expect(outcome.message).toBe(
      'The documentation does not contain "withgenloaclstate"; searched for "WithGenLocalState" instead.',
    );
    expect(outcome.confident).toBe(true);
  });

  test('a mistyped name that has been looked up before is searched for at once', async () => {
    const { search, asked } = searcher([match('a.md', 'WithGenLocalState keeps state.')], { vocabulary });
    await search({ query: 'withgenlocalsatte', maxResults: 5 });
    await search({ query: 'withgenlocalsatte', maxResults: 3 });
    const [mistyped, corrected] = ['withgenlocalsatte', 'WithGenLocalState'];
    expect(asked.map(({ text }) => text)).toEqual([mistyped, corrected, corrected]);
  });

  test('a mistyped name does not fail the search when the words of the index cannot be read', async () => {
    const fail = () => Promise.reject(new Error('unreadable'));
    const unreadable = new Vocabulary({ termCounts: fail, namesUnder: fail });
    const { search } = searcher([match('a.md', 'state')], { vocabulary: unreadable });
    expect((await search({ query: 'withgenloaclstate', maxResults: 5 })).documents).toHaveLength(1);
  });

  test('no word is looked up if every Latin word of the query is found', async () => {
    let reads = 0;
    const fail = () => Promise.reject(new Error(`read ${++reads} times`));
    const unused = new Vocabulary({ termCounts: fail, namesUnder: fail });
    const { search, asked } = searcher([match('a.md', 'resume a graph')], { vocabulary: unused });
    await search(REQUEST);
    await search({ ...REQUEST, query: '恢复 graph' });
    expect(asked).toHaveLength(2);
    expect(reads).toBe(0);
  });
});
