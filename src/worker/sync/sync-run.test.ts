import { describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../index/index-writer.ts';
import { safePoint } from './sync-run.ts';

describe('a safe point', () => {
  test('rejects with the reason once the run is asked to stop', async () => {
    const stop = new AbortController();
    const pause = safePoint(stop.signal);
    await pause();
    stop.abort(new Error('SIGTERM'));
    await expect(pause()).rejects.toThrow('SIGTERM');
  });

  test('lets a signal in that arrives meanwhile', async () => {
    const stop = new AbortController();
    const pause = safePoint(stop.signal);
    setImmediate(() => stop.abort(new Error('SIGTERM')));
    await expect(pause()).rejects.toThrow('SIGTERM');
  });

  test('renews the lease long before it expires, and not all the time', async () => {
    let now = 0;
    let renewals = 0;
    const session = {
      renew: async () => {
        renewals++;
      },
    };
    const pause = safePoint(new AbortController().signal, { session, clock: () => now });
    for (now = 0; now <= LEASE_MS; now += LEASE_MS / 100) await pause();
    expect(renewals).toBeGreaterThanOrEqual(3);
    expect(renewals).toBeLessThanOrEqual(5);
  });

  test('rejects when the lease is lost', async () => {
    let now = 0;
    const session = { renew: () => Promise.reject(new Error('INDEX_LEASE_LOST')) };
    const pause = safePoint(new AbortController().signal, { session, clock: () => now });
    now = LEASE_MS;
    await expect(pause()).rejects.toThrow('INDEX_LEASE_LOST');
  });
});
