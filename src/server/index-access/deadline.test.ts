import { expect, test } from '@jest/globals';
import { withinDeadline } from './deadline.ts';

test('a deadline that passes stops the work as well as the waiting', async () => {
  let stopped = false;
  const work = (signal: AbortSignal) =>
    new Promise<never>(() => signal.addEventListener('abort', () => (stopped = true)));
  await expect(withinDeadline(10, work)).rejects.toMatchObject({ code: 'INDEX_TIMEOUT' });
  expect(stopped).toBe(true);
});

test('an outer signal stops work within a deadline, with its own reason', async () => {
  const outer = new AbortController();
  const running = withinDeadline(10_000, () => new Promise(() => {}), outer.signal);
  outer.abort(new Error('the client has gone'));
  await expect(running).rejects.toThrow('the client has gone');
  await expect(withinDeadline(10_000, async () => 1, outer.signal)).rejects.toThrow('the client has gone');
});
