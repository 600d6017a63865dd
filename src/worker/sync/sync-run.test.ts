import { describe, expect, test } from '@jest/globals';
import { buildSourceStatus } from '../../../test/support/source-builder.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import { LEASE_MS } from '../index/index-writer.ts';
import { createHeartbeat, runIsDue } from './sync-run.ts';

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

const HOURLY = '0 * * * *';
const NOW = Date.parse('2026-03-24T10:20:00Z');

/** An index whose sources confirmed their heads at these times; null: never. */
const checkedAt = (...times: (string | null)[]) => ({
  ...EMPTY_STATUS,
  sources: times.map((time) => buildSourceStatus({ checkedAt: time })),
});

test.each([
  ['the only source was checked since the last time of the schedule', ['2026-03-24T10:00:01Z'], false],
  ['the only source was checked before it', ['2026-03-24T09:59:59Z'], true],
  ['one of two sources was checked before it', ['2026-03-24T10:10:00Z', '2026-03-24T09:10:00Z'], true],
  ['a source never answered', [null], true],
])('with an hourly schedule, if %s, it is %s that a run is due', (_, times, due) => {
  expect(runIsDue(checkedAt(...times), HOURLY, NOW)).toBe(due);
});

test('every run is due without a schedule', () => {
  expect(runIsDue(checkedAt('2026-03-24T10:19:59Z'), undefined, NOW)).toBe(true);
});
