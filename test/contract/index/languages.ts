import { expect, test } from '@jest/globals';
import type { IndexQuery } from '../../../src/shared/index/index-reader.ts';
import type { Draft } from '../../support/document-builder.ts';
import { sync } from '../../support/sync-steps.ts';
import { wordVector } from '../../support/word-embedder.ts';
import type { IndexFixture } from './index-fixture.ts';

const PASSAGES = ['Build a graph from nodes.', 'Run the graph.'];
const DOCUMENTS: readonly Draft[] = [
  { path: 'graph.md', passages: PASSAGES },
  { path: 'zh/graph.md', passages: PASSAGES, language: 'zh' },
  { path: 'zh/old/graph.md', passages: PASSAGES, language: 'zh-TW' },
  { path: 'ext/README.md', passages: PASSAGES, language: 'en' },
  { path: 'ext/README_ja.md', passages: PASSAGES, language: 'ja' },
];

/** A query that every document matches, alone or with a vector. */
const QUERIES: readonly IndexQuery[] = [
  { text: 'graph', limit: 10, chunksPerDocument: 2 },
  { text: 'graph', vector: wordVector('graph', 64), limit: 10, chunksPerDocument: 2 },
];

export function languages(index: () => IndexFixture): void {
  /** The paths found, of a query with and without a vector, which must agree. */
  async function found(more: Partial<IndexQuery>): Promise<string[]> {
    const [lexical = [], hybrid] = await Promise.all(
      QUERIES.map(async (query) => {
        const { matches } = await index().reader.search({ ...query, ...more });
        expect(matches.every(({ chunks }) => chunks.length > 0)).toBe(true);
        return matches.map(({ document }) => document.path).sort();
      }),
    );
    expect(hybrid).toEqual(lexical);
    return lexical;
  }

  test('search() returns only documents in the languages of a query', async () => {
    await sync(index().writer, 1, { documents: DOCUMENTS });
    expect(await found({ languages: { only: ['zh'] } })).toEqual(['zh/graph.md']);
    expect(await found({ languages: { only: ['ja', 'zh-TW'] } })).toEqual([
      'ext/README_ja.md',
      'zh/old/graph.md',
    ]);
    expect(await found({ languages: { only: ['en'] } })).toEqual(['ext/README.md', 'graph.md']);
    expect(await found({ languages: { only: ['de'] } })).toEqual([]);
    expect(await found({ languages: { only: [] } })).toEqual([]);
  });

  test('search() returns no documents in the languages that a query excludes', async () => {
    await sync(index().writer, 1, { documents: DOCUMENTS });
    expect(await found({ languages: { except: ['zh', 'zh-TW'] } })).toEqual([
      'ext/README.md',
      'ext/README_ja.md',
      'graph.md',
    ]);
    expect(await found({ languages: { except: ['en', 'ja'] } })).toEqual(['zh/graph.md', 'zh/old/graph.md']);
    expect(await found({ languages: { except: ['de'] } })).toHaveLength(DOCUMENTS.length);
    expect(await found({ languages: { except: [] } })).toHaveLength(DOCUMENTS.length);
  });

  test('search() combines languages with a path prefix', async () => {
    await sync(index().writer, 1, { documents: DOCUMENTS });
    expect(await found({ pathPrefix: 'ext/', languages: { except: ['ja'] } })).toEqual(['ext/README.md']);
    expect(await found({ pathPrefix: 'zh/', languages: { only: ['en'] } })).toEqual([]);
  });

  test('search() takes documents without a language, as older versions wrote them, for English ones', async () => {
    const { reader, writer } = index();
    const old = { path: 'old.md', passages: PASSAGES, language: undefined } as unknown as Draft;
    await sync(writer, 1, { documents: [old, ...DOCUMENTS.slice(1, 2)] });
    expect(await found({ languages: { only: ['en'] } })).toEqual(['old.md']);
    expect(await found({ languages: { except: ['zh'] } })).toEqual(['old.md']);
    expect(await found({ languages: { except: ['en'] } })).toEqual(['zh/graph.md']);
    const { documents } = await reader.list();
    expect(documents.map(({ path, language }) => [path, language]).sort()).toEqual([
      ['old.md', 'en'],
      ['zh/graph.md', 'zh'],
    ]);
    expect((await reader.document('old.md')).document).toMatchObject({ language: 'en' });
  });

  test('search() follows a document that is in another language after a publish', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: DOCUMENTS });
    expect(await found({ languages: { only: ['zh'] } })).toEqual(['zh/graph.md']);
    await sync(writer, 2, {
      documents: [{ path: 'zh/graph.md', passages: ['Another graph.'], language: 'en' }],
    });
    expect(await found({ languages: { only: ['zh'] } })).toEqual([]);
    expect(await found({ languages: { only: ['en'] } })).toContain('zh/graph.md');
  });
}
