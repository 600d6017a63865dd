import { expect, test } from '@jest/globals';
import type { SyncProgress } from '../../shared/sync-progress.ts';
import { ToldProgress } from './told-progress.ts';

test('the progress of a sync is passed on whole, and told four times a second at most', () => {
  let now = 0;
  const told: SyncProgress[] = [];
  const passedOn: unknown[] = [];
  const next = {
    started: (...args: unknown[]) => passedOn.push(args),
    advanced: (done: number) => passedOn.push(done),
    finished: (facts: object) => passedOn.push(facts),
  };
  const progress = new ToldProgress(
    next,
    (message) => told.push(message),
    () => now,
  );
  progress.started('prepare', 3);
  progress.advanced(1);
  now = 250;
  progress.advanced(2);
  progress.finished({ documents: 3 });
  progress.started('publish');
  expect(told).toEqual([
    { step: 'prepare', done: 0, total: 3 },
    { step: 'prepare', done: 2, total: 3 },
    { step: 'publish', done: 0 },
  ]);
  expect(passedOn).toEqual([['prepare', 3], 1, 2, { documents: 3 }, ['publish', undefined]]);
});
