import { describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../index/index-writer.ts';
import { createHeartbeat } from './sync-run.ts';

describe('the heartbeat of a run', () => {
  test('the heartbeat rejects with the reason once the run is asked to stop', async () => {
    const stop = new AbortController();
    const heartbeat = createHeartbeat(stop.signal);
    await heartbeat();
    stop.abort(new Error('SIGTERM'));
    await expect(heartbeat()).rejects.toThrow('SIGTERM');
  });

  test('the heartbeat rejects if the run is asked to stop while the heartbeat is awaited', async () => {
    const stop = new AbortController();
    const heartbeat = createHeartbeat(stop.signal);
    setImmediate(() => stop.abort(new Error('SIGTERM')));
    await expect(heartbeat()).rejects.toThrow('SIGTERM');
  });

  test('the heartbeat renews the lease long before it expires, and not at every beat', async () => {
    let now = 0;
    let renewals = 0;
    const session = {
      renew: async () => {
        renewals++;
      },
    };
    const heartbeat = createHeartbeat(new AbortController().signal, { session, clock: () => now });
    for (now = 0; now <= LEASE_MS; now += LEASE_MS / 100) await heartbeat();
    expect(renewals).toBeGreaterThanOrEqual(3);
    expect(renewals).toBeLessThanOrEqual(5);
  });

  test('the heartbeat rejects when the lease is lost', async () => {
    let now = 0;
    const session = { renew: () => Promise.reject(new Error('INDEX_LEASE_LOST')) };
    const heartbeat = createHeartbeat(new AbortController().signal, { session, clock: () => now });
    now = LEASE_MS;
    await expect(heartbeat()).rejects.toThrow('INDEX_LEASE_LOST');
  });
});
