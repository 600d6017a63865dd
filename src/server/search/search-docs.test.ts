import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-builder.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import type { DocumentMatch, IndexQuery } from '../../shared/index/index-reader.ts';
import { PassageStems, wordStems } from './passage-stems.ts';
import { type SearchDeps, searchDocs } from './search-docs.ts';

const FINGERPRINT = { schema: 1, chunker: 1, siteUrl: null, model: 'm', dimensions: 2 };
const PUBLISHED: IndexStatus = { ...EMPTY_STATUS, sequence: 3, fingerprint: FINGERPRINT };
const REQUEST = { query: 'resume a graph', maxResults: 5 };

/** A reader that finds what it is given, and remembers what it was asked. */
function deps(matches: readonly DocumentMatch[], overrides: Partial<SearchDeps> = {}, status = PUBLISHED) {
  const asked: IndexQuery[] = [];
  const search: SearchDeps = {
    reader: {
      status: async () => status,
      search: async (query) => {
        asked.push(query);
        return { matches, status };
      },
    },
    passageStems: new PassageStems(),
    ...overrides,
  };
  return { search, asked };
}

describe('a search', () => {
  test('answers from the index, lexically and saying so without an embedder', async () => {
    const { search, asked } = deps([
      match('a.md', 'How to resume a graph.'),
      match('b.md', 'A graph.', { score: 0.3 }),
    ]);
    const outcome = await searchDocs(search, { ...REQUEST, maxResults: 1, pathPrefix: 'core/' });
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

  test('is hybrid with a vector for the query', async () => {
    const vector = Float32Array.of(1, 0);
    const { search, asked } = deps([match('a.md', 'resume a graph')], {
      queryVectors: { vectorFor: async () => ({ vector }) },
    });
    expect(await searchDocs(search, REQUEST)).toMatchObject({ mode: 'hybrid' });
    expect(asked.at(-1)?.vector).toBe(vector);
  });

  test('lets the words count the more beside the vector, the more of the query they find', async () => {
    const weights: (number | undefined)[] = [];
    for (const text of ['resume a graph', 'a graph', 'Something else.']) {
      const { search, asked } = deps([match('a.md', text)], {
        queryVectors: { vectorFor: async () => ({ vector: Float32Array.of(1, 0) }) },
      });
      await searchDocs(search, REQUEST);
      weights.push(asked.at(-1)?.lexicalWeight);
    }
    expect(weights).toEqual([1.75, expect.closeTo(1.75 / 2, 0), 0]);
    expect(weights).toEqual(weights.toSorted().toReversed());
  });

  test('says which names of the query the docs do not have', async () => {
    const { search } = deps([match('a.md', 'An agent is made by NewChatModelAgent.')]);
    const ask = async (query: string, pathPrefix?: string) =>
      (
        await searchDocs(search, {
          query,
          maxResults: 5,
          ...(pathPrefix === undefined ? {} : { pathPrefix }),
        })
      ).message;
    const none = 'The documentation has no name "NewReactAgent"; what follows has parts of it at most.';
    expect(await ask('How is NewReactAgent made: an agent?')).toBe(none);
    expect(await ask('How is NewChatModelAgent made?')).toBeUndefined();
    expect(await ask('How is NewReactAgent made: an agent?', 'a')).toBeUndefined();
  });

  test('looks names of code up instead of embedding them', async () => {
    const unused = { vectorFor: () => Promise.reject(new Error('must not be asked')) };
    const { search } = deps([match('a.md', 'compose.NewGraph')], { queryVectors: unused });
    expect(
      await searchDocs(search, { query: 'compose.NewGraph AddLambdaNode(', maxResults: 5 }),
    ).toMatchObject({
      mode: 'lexical',
      reason: 'names_only',
    });
  });

  test('says why it is lexical when the query could not be embedded', async () => {
    const { search } = deps([match('a.md', 'resume a graph')], {
      queryVectors: { vectorFor: async () => ({ reason: 'embedder_failing' }) },
    });
    expect(await searchDocs(search, REQUEST)).toMatchObject({ mode: 'lexical', reason: 'embedder_failing' });
  });

  test('asks again when the index was rebuilt with another model meanwhile', async () => {
    const rebuilt = { ...PUBLISHED, sequence: 1, fingerprint: { ...FINGERPRINT, model: 'other' } };
    const models: (string | null | undefined)[] = [];
    const { search, asked } = deps([match('a.md', 'resume a graph')], {
      queryVectors: {
        async vectorFor(_, fingerprint) {
          models.push(fingerprint?.model);
          return { vector: Float32Array.of(1, 0) };
        },
      },
    });
    const reader = {
      status: async () => PUBLISHED,
      search: async (query: IndexQuery) => ({ ...(await search.reader.search(query)), status: rebuilt }),
    };
    await searchDocs({ ...search, reader }, REQUEST);
    expect(models).toEqual(['m', 'other']);
    expect(asked.filter(({ vector }) => vector !== undefined)).toHaveLength(2);
  });

  test.each(['the of and a', 'what', 'a*', '?!'])(
    '%j asks about nothing, so nothing answers it',
    async (query) => {
      const { search } = deps([match('a.md', 'What is the use of a graph and the like?')]);
      expect(await searchDocs(search, { ...REQUEST, query })).toMatchObject({
        confident: false,
        message: expect.stringMatching(/nothing in the documentation is close/i),
      });
    },
  );

  test('says honestly that nothing is close', async () => {
    const { search } = deps([match('a.md', 'Something else entirely.')]);
    const outcome = await searchDocs(search, { query: 'sourdough starter hydration', maxResults: 5 });
    expect(outcome.confident).toBe(false);
    expect(outcome.message).toMatch(/^Nothing in the documentation is close/);
    expect(outcome.documents).toHaveLength(1);
  });

  test('says where it found nothing', async () => {
    const { search } = deps([]);
    const { message } = await searchDocs(search, { ...REQUEST, pathPrefix: 'nowhere/' });
    expect(message).toBe(
      'Nothing below "nowhere/" matches this query; ask in the language and the terms of the documentation.',
    );
  });

  test('says that nothing matches, and that the index is empty', async () => {
    expect((await searchDocs(deps([]).search, REQUEST)).message).toBe(
      'Nothing in the documentation matches this query; ask in the language and the terms of the documentation.',
    );
    expect((await searchDocs(deps([], {}, EMPTY_STATUS).search, REQUEST)).message).toMatch(
      /^The index is empty/,
    );
  });

  test('leaves out what scores below the limit asked for', async () => {
    const { search } = deps([
      match('a.md', 'resume a graph', { score: 0.9 }),
      match('b.md', 'graph', { score: 0.01 }),
    ]);
    const outcome = await searchDocs(search, { ...REQUEST, minScore: 0.2 });
    expect(outcome.documents.map(({ path }) => path)).toEqual(['a.md']);
    expect(await searchDocs(search, { ...REQUEST, minScore: 1 })).toMatchObject({
      documents: [],
      message: 'What matches this query scores less than min_score: 0.51 at best.',
    });
  });
});

describe('a mistyped name', () => {
  const names = {
    of: async () => ({
      stems: new Set(wordStems('WithGenLocalState')),
      names: new Map([['withgenlocalstate', 'WithGenLocalState']]),
    }),
  };

  test('is looked for as it is spelt in the docs, and the answer says so', async () => {
    const { search, asked } = deps([match('a.md', 'WithGenLocalState keeps state.')], { names });
    const outcome = await searchDocs(search, { query: 'withgenloaclstate', maxResults: 5 });
    expect(asked.map(({ text }) => text)).toEqual(['withgenloaclstate', 'WithGenLocalState']);
    expect(outcome.message).toBe(
      'The documentation does not know "withgenloaclstate"; searched for "WithGenLocalState".',
    );
    expect(outcome.confident).toBe(true);
  });

  test('is never a reason to fail', async () => {
    const failing = { of: () => Promise.reject(new Error('unreadable')) };
    const { search } = deps([match('a.md', 'state')], { names: failing });
    expect((await searchDocs(search, { query: 'withgenloaclstate', maxResults: 5 })).documents).toHaveLength(
      1,
    );
  });

  test('is not looked up where every word is found', async () => {
    const unused = { of: () => Promise.reject(new Error('must not be asked')) };
    const { search, asked } = deps([match('a.md', 'resume a graph')], { names: unused });
    await searchDocs(search, REQUEST);
    expect(asked).toHaveLength(1);
  });
});
