import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sourceStatus } from '../../test/support/source-builder.ts';
import { EMPTY_STATUS, type IndexStatus } from './domain/index-status.ts';
import type { RunRecord } from './domain/run.ts';
import { type SourceStatus, sourceId } from './domain/source.ts';
import { assessFreshness } from './freshness.ts';

const NOW = Date.parse('2026-01-10T12:00:00.000Z');
const HOUR = 3600;
const hoursAgo = (hours: number) => new Date(NOW - hours * HOUR * 1000).toISOString();

const run = (outcome: RunRecord['outcome'], finished: number, code?: string): RunRecord => ({
  outcome,
  startedAt: hoursAgo(finished),
  finishedAt: hoursAgo(finished),
  ...(code === undefined ? {} : { error: failure(code) }),
});

const failure = (code: string) => ({ code, message: 'it failed', advice: 'Mend it.' });

/** A published index of one source, checked half an hour ago. */
const published = (source: Partial<SourceStatus>, over: Partial<IndexStatus> = {}): IndexStatus => ({
  ...EMPTY_STATUS,
  sequence: 3,
  sources: [sourceStatus({ checkedAt: hoursAgo(0.5), ...source })],
  lastRun: run('unchanged', 0.5),
  ...over,
});

/** A published index of several sources, each checked half an hour ago. */
const several = (sources: Record<string, Partial<SourceStatus>>, lastRun = run('published', 0.5)) =>
  published(
    {},
    {
      sources: Object.entries(sources).map(([name, over]) =>
        sourceStatus({ from: `github:o/${name}`, checkedAt: hoursAgo(0.5), ...over }, name),
      ),
      lastRun,
    },
  );

const assess = (status: IndexStatus) => assessFreshness(status, NOW, 2 * HOUR);

describe('freshness', () => {
  test('an index checked within the allowed age with nothing behind is fresh', () => {
    expect(assess(published({}))).toEqual({ state: 'fresh', ageSeconds: HOUR / 2 });
  });

  test('an index that was never synced is empty', () => {
    expect(assess(EMPTY_STATUS)).toEqual({ state: 'empty', reason: 'never_synced', ageSeconds: null });
  });

  test('an index whose first sync failed is empty, with the error code', () => {
    const status = { ...EMPTY_STATUS, lastRun: run('failed', 0.1, 'GITHUB_RATE_LIMITED') };
    expect(assess(status)).toMatchObject({
      state: 'empty',
      reason: 'source_unreachable',
      errorCode: 'GITHUB_RATE_LIMITED',
    });
  });

  test('an index whose first sync could not read one of its sources is empty, with the error code', () => {
    const sources = [sourceStatus({ commit: null, checkedAt: null, error: failure('DOCS_NOT_FOUND') })];
    expect(assess({ ...EMPTY_STATUS, sources })).toEqual({
      state: 'empty',
      reason: 'source_unreachable',
      errorCode: 'DOCS_NOT_FOUND',
      ageSeconds: null,
    });
  });

  test('freshness distinguishes a worker that stopped running from one that fails', () => {
    const old = { checkedAt: hoursAgo(5) };
    expect(assess(published(old, { lastRun: run('unchanged', 5) }))).toMatchObject({
      state: 'stale',
      reason: 'worker_not_running',
    });
    expect(assess(published(old, { lastRun: run('failed', 0.2, 'EMBEDDER_QUOTA') }))).toMatchObject({
      state: 'stale',
      reason: 'worker_failing',
      errorCode: 'EMBEDDER_QUOTA',
    });
  });

  test('a worker that failed and then stopped running counts as not running', () => {
    const status = published({ checkedAt: hoursAgo(9) }, { lastRun: run('failed', 8, 'EMBEDDER_QUOTA') });
    expect(assess(status)).toMatchObject({ state: 'stale', reason: 'worker_not_running' });
  });

  test('freshness distinguishes an unreachable source from a failing worker', () => {
    const status = published(
      { checkedAt: hoursAgo(3) },
      { lastRun: run('failed', 0.2, 'GITHUB_UNREACHABLE') },
    );
    expect(assess(status)).toMatchObject({ state: 'stale', reason: 'source_unreachable' });
  });

  test('a recent check that found newer docs makes the index stale', () => {
    expect(assess(published({ behind: 2 }))).toMatchObject({ state: 'stale', reason: 'docs_moved_on' });
  });

  test('one failed run does not make an index stale that was checked within the allowed age', () => {
    const lastRun = run('failed', 0.1, 'GITHUB_UNREACHABLE');
    expect(assess(published({}, { lastRun, consecutiveFailures: 1 })).state).toBe('fresh');
  });

  test('a check in the future has the age 0', () => {
    expect(assess(published({ checkedAt: hoursAgo(-1) }))).toEqual({ state: 'fresh', ageSeconds: 0 });
  });
});

describe('freshness of several sources', () => {
  test('several sources checked within the allowed age are fresh, with the age of the one checked longest ago', () => {
    expect(assess(several({ docs: {}, ext: { checkedAt: hoursAgo(1) } }))).toEqual({
      state: 'fresh',
      ageSeconds: HOUR,
    });
  });

  test('one unreachable source makes the index stale and is named, with its error code', () => {
    const ext = { checkedAt: hoursAgo(4), error: failure('GITHUB_NOT_FOUND') };
    expect(assess(several({ docs: {}, ext }))).toEqual({
      state: 'stale',
      reason: 'source_unreachable',
      errorCode: 'GITHUB_NOT_FOUND',
      source: 'github:o/ext@main',
      ageSeconds: 4 * HOUR,
    });
  });

  test('a source that failed in the last run is fresh until its last check exceeds the allowed age', () => {
    const ext = { checkedAt: hoursAgo(1.5), error: failure('GITHUB_UNREACHABLE') };
    expect(assess(several({ docs: {}, ext })).state).toBe('fresh');
  });

  test('one source checked too long ago makes the index stale and is named', () => {
    expect(assess(several({ docs: {}, ext: { checkedAt: hoursAgo(3) } }))).toEqual({
      state: 'stale',
      reason: 'worker_not_running',
      source: 'github:o/ext@main',
      ageSeconds: 3 * HOUR,
    });
  });

  test('one source with newer commits makes the index stale and is named', () => {
    expect(assess(several({ docs: {}, ext: { behind: 1 } }))).toEqual({
      state: 'stale',
      reason: 'docs_moved_on',
      source: 'github:o/ext@main',
      ageSeconds: HOUR / 2,
    });
  });

  test('a source that was never read makes the index stale, without an age', () => {
    const ext = { commit: null, checkedAt: null, error: failure('DOCS_REF_NOT_FOUND') };
    expect(assess(several({ docs: { behind: 1 }, ext }))).toEqual({
      state: 'stale',
      reason: 'source_unreachable',
      errorCode: 'DOCS_REF_NOT_FOUND',
      source: 'github:o/ext@main',
      ageSeconds: null,
    });
  });

  test('no source is named if all are stale for the same reason', () => {
    const old = { checkedAt: hoursAgo(4), error: failure('GITHUB_UNREACHABLE') };
    const all = several({ docs: old, ext: old }, run('failed', 0.1, 'GITHUB_UNREACHABLE'));
    expect(assess(all)).toEqual({
      state: 'stale',
      reason: 'source_unreachable',
      errorCode: 'GITHUB_UNREACHABLE',
      ageSeconds: 4 * HOUR,
    });
  });

  test("a source's own error is shown rather than the error of the run", () => {
    const docs = { checkedAt: hoursAgo(4), error: failure('GITHUB_NOT_FOUND') };
    const ext = { checkedAt: hoursAgo(3) };
    const status = several({ docs, ext }, run('failed', 0.1, 'EMBEDDER_QUOTA'));
    const codes = status.sources.map((source) => assessFreshness(status, NOW, 2 * HOUR, [source]).errorCode);
    expect(codes).toEqual(['GITHUB_NOT_FOUND', 'EMBEDDER_QUOTA']);
  });

  test('only the sources that an answer comes from decide about its freshness', () => {
    const status = several({ docs: {}, ext: { checkedAt: hoursAgo(4) } });
    const [docs, ext] = status.sources.map((source) => assessFreshness(status, NOW, 2 * HOUR, [source]));
    expect(docs).toEqual({ state: 'fresh', ageSeconds: HOUR / 2 });
    expect(ext).toEqual({ state: 'stale', reason: 'worker_not_running', ageSeconds: 4 * HOUR });
  });

  const arbitraryCode = fc.constantFrom('GITHUB_UNREACHABLE', 'DOCS_EMPTY', 'EMBEDDER_QUOTA');
  const arbitrarySource = fc.record({
    checkedAt: fc.option(fc.double({ min: -1, max: 6, noNaN: true }).map(hoursAgo)),
    behind: fc.nat(2),
    error: fc.option(arbitraryCode.map(failure)),
  });
  const arbitraryRun = fc
    .tuple(
      fc.constantFrom('published', 'unchanged', 'failed'),
      fc.double({ min: 0, max: 6, noNaN: true }),
      arbitraryCode,
    )
    .map(([outcome, finished, code]) => run(outcome, finished, outcome === 'failed' ? code : undefined));

  test('an index is fresh exactly if each of its sources is, and a named source is stale for the same reason', () => {
    fc.assert(
      fc.property(
        fc.array(arbitrarySource, { minLength: 1, maxLength: 4 }),
        arbitraryRun,
        (found, lastRun) => {
          const status = several(
            Object.fromEntries(
              found.map(({ error, ...source }, n) => [n, error === null ? source : { ...source, error }]),
            ),
            lastRun,
          );
          const each = status.sources.map((source) => assessFreshness(status, NOW, 2 * HOUR, [source]));
          const all = assess(status);
          expect(all.state).toBe(each.every(({ state }) => state === 'fresh') ? 'fresh' : 'stale');
          const ages = each.map(({ ageSeconds }) => ageSeconds ?? Number.POSITIVE_INFINITY);
          expect(all.ageSeconds ?? Number.POSITIVE_INFINITY).toBe(Math.max(...ages));
          const { source, ageSeconds: _, ...judgement } = all;
          const about = status.sources.findIndex((candidate) => sourceId(candidate) === source);
          if (source !== undefined) expect(each[about]).toMatchObject(judgement);
        },
      ),
    );
  });
});
