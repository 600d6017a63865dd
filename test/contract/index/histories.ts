import { expect, test } from '@jest/globals';
import { HISTORY_LIMIT } from '../../../src/shared/domain/history.ts';
import type { IndexReader } from '../../../src/shared/index/index-reader.ts';
import { begin, commit, publication, publishedAt, sourceAt, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';

async function subjects(reader: IndexReader, since?: string): Promise<string[]> {
  const { changes } = await reader.changesSince(since);
  return changes.flatMap(({ sources }) => sources.map(({ commit }) => commit.subject));
}

export function histories(index: () => IndexFixture): void {
  test('changesSince() returns every publish with its commit, time, changed documents and included commits', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [{ path: 'a.md' }] });
    const documents = [
      { path: 'b.md', change: 'renamed' as const, previousPath: 'a.md' },
      { path: 'c.md', change: 'added' as const },
    ];
    const commits = [commit(2), commit(3)];
    await sync(writer, 3, {
      documents: [{ path: 'b.md' }, { path: 'c.md' }],
      removed: ['a.md'],
      published: [publishedAt(3, { documents, commits })],
    });
    const { changes } = await reader.changesSince();
    const time = (n: number) => publication(n).publishedAt;
    expect(changes).toEqual([
      { sequence: 2, publishedAt: time(3), sources: [publishedAt(3, { documents, commits })] },
      { sequence: 1, publishedAt: time(1), sources: [publishedAt(1)] },
    ]);
  });

  test('changesSince(commit) returns the publishes after that commit, newest first', async () => {
    const { reader, writer } = index();
    for (const n of [1, 2, 3]) await sync(writer, n);
    const { sha } = commit(1);
    expect(await subjects(reader)).toEqual(['Commit 3', 'Commit 2', 'Commit 1']);
    expect(await subjects(reader, sha)).toEqual(['Commit 3', 'Commit 2']);
    expect(await subjects(reader, sha.slice(0, 7))).toEqual(['Commit 3', 'Commit 2']);
    expect(await subjects(reader, sha.toUpperCase())).toEqual(['Commit 3', 'Commit 2']);
    expect(await subjects(reader, commit(3).sha)).toEqual([]);
  });

  test('changesSince(commit) includes the publish that an intermediate commit belongs to', async () => {
    const { reader, writer } = index();
    await sync(writer, 1);
    await sync(writer, 4, {
      published: [publishedAt(4, { commits: [commit(2), commit(3), commit(4)] })],
    });
    await sync(writer, 5, { published: [publishedAt(5, { commits: [commit(5)] })] });
    expect(await subjects(reader, commit(2).sha)).toEqual(['Commit 5', 'Commit 4']);
    expect(await subjects(reader, commit(4).sha)).toEqual(['Commit 5']);
  });

  test('changesSince(commit) returns nothing for a commit that the index advanced to without a publish', async () => {
    const { reader, writer } = index();
    await sync(writer, 1);
    const session = await begin(writer);
    await session.advance({ sources: [sourceAt(2)], skipped: [], summaries: null });
    await session.abandon();
    expect(await subjects(reader, commit(2).sha)).toEqual([]);
  });

  test('changesSince(date) compares with the dates of the commits, not of the publishes', async () => {
    const { reader, writer } = index();
    for (const n of [1, 2, 3]) await sync(writer, n, { publishedAt: '2025-06-01T10:00:00.000Z' });
    expect(await subjects(reader, '2025-01-01')).toEqual(['Commit 3', 'Commit 2', 'Commit 1']);
    expect(await subjects(reader, commit(1).date)).toEqual(['Commit 3', 'Commit 2']);
    expect(await subjects(reader, '2025-01-01T03:02:30.000+03:00')).toEqual(['Commit 3']);
    expect(await subjects(reader, commit(3).date)).toEqual([]);
  });

  test('changesSince() returns the whole history for an unknown commit or an invalid value', async () => {
    const { reader, writer } = index();
    for (const n of [1, 2]) await sync(writer, n);
    for (const since of [commit(99).sha, 'yesterday', '', "' OR 1=1"]) {
      expect(await subjects(reader, since)).toEqual(['Commit 2', 'Commit 1']);
    }
  });

  test(`changesSince() returns at most the last ${HISTORY_LIMIT} publishes`, async () => {
    const { reader, writer } = index();
    for (let n = 1; n <= HISTORY_LIMIT + 2; n += 1) await sync(writer, n);
    const remembered = await subjects(reader);
    expect(remembered).toHaveLength(HISTORY_LIMIT);
    expect(remembered[0]).toBe(`Commit ${HISTORY_LIMIT + 2}`);
    expect(remembered.at(-1)).toBe('Commit 3');
  });
}
