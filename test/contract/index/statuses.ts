import { expect, test } from '@jest/globals';
import { EMPTY_STATUS } from '../../../src/shared/domain/index-status.ts';
import type { RunRecord } from '../../../src/shared/domain/run.ts';
import { batchOf, begin, FINGERPRINT, publication, sourceAt, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';
import { paths, scanned } from './read-everything.ts';

const times = { startedAt: '2025-06-01T10:00:00.000Z', finishedAt: '2025-06-01T10:00:05.000Z' };
const failed: RunRecord = {
  ...times,
  outcome: 'failed',
  error: { code: 'GITHUB_DOWN', message: 'no answer', advice: 'Wait.' },
};
const SUMMARIES = { model: 'a-model', version: 1, missing: ['a.md'] };
const unchanged: RunRecord = { ...times, outcome: 'unchanged' };

export function statuses(index: () => IndexFixture): void {
  test('a reader treats an index that does not exist as empty', async () => {
    const { reader } = index();
    const status = EMPTY_STATUS;
    expect(await reader.status()).toEqual(status);
    expect(await reader.search({ text: 'graph', limit: 5, chunksPerDocument: 1 })).toEqual({
      matches: [],
      status,
    });
    expect(await reader.document('a.md')).toEqual({ document: null, status });
    expect(await reader.list()).toEqual({ documents: [], status });
    expect(await reader.changesSince()).toEqual({ changes: [], status });
    expect(await scanned(reader)).toEqual([]);
  });

  test('inspect() of an index that does not exist requests a rebuild and creates nothing', async () => {
    const { reader, writer } = index();
    const view = await writer.inspect({ fingerprint: FINGERPRINT, rebuild: false });
    expect(view.status).toEqual(EMPTY_STATUS);
    expect(view.rebuild).toBe(true);
    expect(await view.manifest()).toEqual(new Map());
    expect(await view.publishedChunks(['a.md'])).toEqual(new Map());
    expect(await view.contents(['a.md'])).toEqual(new Map());
    expect(await view.summaries(['a.md'])).toEqual(new Map());
    expect(await view.vectors(['0'.repeat(64)])).toEqual(new Map());
    expect(await reader.status()).toEqual(EMPTY_STATUS);
  });

  test('status() returns sources, times, counts, fingerprint, skipped files and summary model', async () => {
    const { reader, writer } = index();
    const skipped = [{ path: 'broken.md', blob: 'b0', reason: 'not UTF-8 text' }];
    const due = [{ path: 'later.md', blob: 'b1', at: '2099-01-01T00:00:00.000Z' }];
    const check = { checkedAt: '2025-06-01T10:00:01.000Z', behind: 2, headTag: 'W/"tag"' };
    const sources = [
      sourceAt(1, check),
      sourceAt(2, { from: 'dir:other', formerPaths: { state: 'complete' } }),
    ];
    const returned = await sync(writer, 1, {
      documents: [
        { path: 'a.md', passages: ['one', 'two'] },
        { path: 'b.md', passages: ['three'] },
      ],
      publishedAt: '2025-06-01T10:00:03.000Z',
      sources,
      skipped,
      due,
      summaries: SUMMARIES,
    });
    expect(returned).toEqual({
      sequence: 1,
      sources,
      syncedAt: '2025-06-01T10:00:03.000Z',
      lastRun: null,
      consecutiveFailures: 0,
      documents: 2,
      chunks: 3,
      fingerprint: FINGERPRINT,
      skipped,
      due,
      summaries: SUMMARIES,
    });
    expect(await reader.status()).toEqual(returned);
  });

  test('every answer carries the status of the sequence that it was read from', async () => {
    const { reader, writer } = index();
    const status = await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    expect((await reader.search({ text: 'graph', limit: 5, chunksPerDocument: 1 })).status).toEqual(status);
    expect((await reader.document('a.md')).status).toEqual(status);
    expect((await reader.list()).status).toEqual(status);
    expect((await reader.changesSince()).status).toEqual(status);
  });

  test('status() of an empty index reports a run that failed before the first publish', async () => {
    const { reader, writer } = index();
    await writer.recordRun(failed);
    expect(await reader.status()).toEqual({ ...EMPTY_STATUS, lastRun: failed, consecutiveFailures: 1 });
    expect(await paths(reader)).toEqual([]);
    const view = await writer.inspect({ fingerprint: FINGERPRINT, rebuild: false });
    expect(view.rebuild).toBe(true);
  });

  test('status() counts consecutive failures until a run succeeds', async () => {
    const { reader, writer } = index();
    await sync(writer, 1);
    await writer.recordRun(failed);
    await writer.recordRun(failed);
    expect(await reader.status()).toMatchObject({ lastRun: failed, consecutiveFailures: 2 });
    await writer.recordRun(unchanged);
    expect(await reader.status()).toMatchObject({ lastRun: unchanged, consecutiveFailures: 0 });
  });

  test('recordRun() does not record a skipped run', async () => {
    const { reader, writer } = index();
    await sync(writer, 1);
    await writer.recordRun(failed);
    const before = await reader.status();
    await writer.recordRun({ ...times, outcome: 'skipped' });
    expect(await reader.status()).toEqual(before);
  });

  test('recordRun() stores the check of a source, and keeps the last one if the run has none', async () => {
    const { reader, writer } = index();
    await sync(writer, 1);
    const check = { checkedAt: '2025-06-01T11:00:00.000Z', behind: 3, headTag: 'W/"next"' };
    await writer.recordRun(failed, [sourceAt(2, check)]);
    expect(await reader.status()).toMatchObject({ sources: [sourceAt(1, check)], sequence: 1 });
    await writer.recordRun(failed);
    expect((await reader.status()).sources).toEqual([sourceAt(1, check)]);
    const next = { checkedAt: '2025-06-01T12:00:00.000Z', behind: 0, headTag: null };
    await writer.recordRun(unchanged, [sourceAt(3, next)]);
    expect((await reader.status()).sources).toEqual([sourceAt(1, next)]);
  });

  test('recordRun() keeps the error of a source until a run checks the source without one, and the other sources as they are', async () => {
    const { reader, writer } = index();
    const other = sourceAt(1, { from: 'dir:other' });
    await sync(writer, 1, { sources: [sourceAt(1), other] });
    const error = { code: 'GITHUB_DOWN', message: 'no answer', advice: 'Wait.' };
    await writer.recordRun(unchanged, [sourceAt(1, { error })]);
    await writer.recordRun(unchanged);
    expect((await reader.status()).sources).toEqual([sourceAt(1, { error }), other]);
    await writer.recordRun(unchanged, [sourceAt(1)]);
    expect((await reader.status()).sources).toEqual([sourceAt(1), other]);
  });

  test('recordRun() adds a source that the index does not have yet, as one of which nothing is indexed', async () => {
    const { reader, writer } = index();
    await sync(writer, 1);
    const { commit: _, formerPaths: __, ...added } = sourceAt(2, { from: 'dir:added' });
    await writer.recordRun(failed, [added]);
    const { sources } = await reader.status();
    expect(sources).toEqual([sourceAt(1), { ...added, commit: null, formerPaths: { state: 'unread' } }]);
  });

  test('status() returns the sources in the order of the list, also those of which nothing is indexed', async () => {
    const { reader, writer } = index();
    const unread = sourceAt(1, { from: 'dir:unread', commit: null, checkedAt: null });
    const sources = [unread, sourceAt(1), sourceAt(1, { from: 'dir:other' })];
    await sync(writer, 1, { sources });
    expect((await reader.status()).sources).toEqual(sources);
    await writer.recordRun(unchanged, sources);
    expect((await reader.status()).sources).toEqual(sources);
  });

  test('recordRun() works while another run holds the lease', async () => {
    const { reader, writer, openWriter } = index();
    const session = await begin(writer);
    await session.stage(batchOf([]));
    await openWriter().recordRun(failed);
    await session.publish(publication(1));
    await session.abandon();
    expect(await reader.status()).toMatchObject({ sequence: 1, lastRun: failed, consecutiveFailures: 1 });
  });

  test('advance() updates the sources, the skipped files and the summary state, and nothing else', async () => {
    const { reader, writer } = index();
    const before = await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    const session = await begin(writer);
    const sources = [sourceAt(2, { checkedAt: '2025-06-02T10:00:00.000Z', headTag: 'tag' })];
    const skipped = [{ path: 'b.md', blob: 'b1', reason: 'too large' }];
    const after = await session.advance({ sources, skipped, summaries: SUMMARIES });
    await session.abandon();
    expect(after).toEqual({ ...before, sources, skipped, summaries: SUMMARIES });
    expect(await reader.status()).toEqual(after);
    expect(await paths(reader)).toEqual(['a.md']);
    expect((await reader.changesSince()).changes).toHaveLength(1);
  });
}
