import { expect, test } from '@jest/globals';
import { EXIT, type ExitCode } from '../shared/error-codes.ts';
import { BackgroundSync, type EndedRun } from './background-sync.ts';

const START = Date.parse('2026-03-24T10:20:00Z');

interface Run extends Partial<EndedRun> {
  /** What `progress()` says while the run tells of these documents. */
  readonly tells?: { readonly step: string; readonly done: number; readonly total?: number };
}

/** Runs the schedule on a simulated clock until every run was made. */
async function follow(runs: readonly Run[], random = 0) {
  const stop = new AbortController();
  const startedAt: string[] = [];
  const progress: (string | null)[] = [];
  let now = START;
  const sync = new BackgroundSync({
    runWorker: async (onProgress) => {
      const { tells, exitCode = EXIT.ok, leftToAnother = false } = runs[startedAt.length] ?? {};
      startedAt.push(new Date(now).toISOString());
      progress.push(sync.progress());
      if (tells !== undefined) onProgress(tells);
      progress.push(sync.progress());
      if (startedAt.length === runs.length) stop.abort();
      return { exitCode, leftToAnother };
    },
    schedule: '0 * * * *',
    clock: () => now,
    delay: async (ms) => {
      progress.push(sync.progress());
      now += ms;
    },
    random: () => random,
  });
  await sync.run(stop.signal);
  return { startedAt, progress, firstRun: await sync.firstRun };
}

test('a background sync runs at once and then at every time of its schedule, failed runs included', async () => {
  const { startedAt } = await follow([{}, { exitCode: EXIT.failed as ExitCode }, {}], 0.5);
  expect(startedAt).toEqual([
    '2026-03-24T10:20:00.000Z',
    '2026-03-24T11:00:15.000Z',
    '2026-03-24T12:00:15.000Z',
  ]);
});

test('a background sync tries again soon if another program syncs the same index', async () => {
  const { startedAt, progress, firstRun } = await follow([
    { leftToAnother: true },
    { exitCode: EXIT.usage as ExitCode },
    {},
  ]);
  expect(startedAt.slice(0, 2)).toEqual(['2026-03-24T10:20:00.000Z', '2026-03-24T10:20:05.000Z']);
  expect(progress[2]).toBe('another program is syncing the same index');
  expect(firstRun).toBe(EXIT.usage);
});

test('a background sync says how far a run is while it is under way', async () => {
  const { progress } = await follow([
    { tells: { step: 'prepare', done: 3, total: 12 } },
    { tells: { step: 'publish', done: 0 } },
  ]);
  expect(progress).toEqual(['step start', 'step prepare, 3 of 12', null, 'step start', 'step publish']);
});
