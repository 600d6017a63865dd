import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderedWindow } from './read-blobs.ts';

test('results come in order, whatever finishes first, and no more than the limit run at once', async () => {
  const delays = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(delays, fc.integer({ min: 1, max: 5 }), async (turns, limit) => {
      let running = 0;
      let most = 0;
      const task = async (index: number) => {
        most = Math.max(most, ++running);
        for (let i = 0; i < (turns[index] ?? 0); i++) await null;
        running--;
        return index;
      };
      const results: number[] = [];
      for await (const result of orderedWindow(turns.keys(), limit, task)) results.push(result);
      expect(results).toEqual([...turns.keys()]);
      expect(most).toBeLessThanOrEqual(limit);
    }),
  );
});

test('a failure comes out, and what runs beside it is told to stop', async () => {
  const signals: AbortSignal[] = [];
  const task = async (item: number, signal: AbortSignal) => {
    signals.push(signal);
    if (item === 0) throw new Error('the first fails');
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const results = orderedWindow([0, 1, 2], 3, task);
  await expect(results.next()).rejects.toThrow('the first fails');
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

test('a reader that leaves stops what is under way', async () => {
  let stopped = 0;
  const task = async (item: number, signal: AbortSignal) => {
    if (item === 0) return item;
    return await new Promise<number>((_, reject) => {
      signal.addEventListener('abort', () => {
        stopped++;
        reject(signal.reason);
      });
    });
  };
  for await (const result of orderedWindow([0, 1, 2], 3, task)) {
    expect(result).toBe(0);
    break;
  }
  expect(stopped).toBe(2);
});
