import { describe, expect, jest, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import { readOnce, Snapshots } from './snapshots.ts';

describe('the current snapshot', () => {
  test('a snapshot has the current status and shares the data cached for a publish until the next publish', async () => {
    let status = statusAt(1);
    const snapshots = new Snapshots({ read: async () => status }, () => ({ words: new Set<string>() }));
    const first = await snapshots.current();
    first.words.add('graph');
    const checkedAt = '2026-01-02T00:00:00.000Z';
    status = { ...status, sources: status.sources.map((source) => ({ ...source, checkedAt })) };
    const later = await snapshots.current();
    expect([later.status, later.words]).toEqual([status, new Set(['graph'])]);
    status = statusAt(2);
    expect((await snapshots.current()).words).toEqual(new Set());
    status = statusAt(1);
    expect((await snapshots.current()).words).toEqual(new Set());
  });

  test('a request gets no snapshot while the status cannot be read', async () => {
    const snapshots = new Snapshots({ read: () => Promise.reject(new Error('down')) }, () => ({}));
    await expect(snapshots.current()).rejects.toThrow('down');
  });
});

test('readOnce() shares one value among all callers and reads again only after a failure', async () => {
  const read = jest
    .fn<() => Promise<number>>()
    .mockRejectedValueOnce(new Error('broken'))
    .mockResolvedValue(7);
  const value = readOnce(read);
  const failed = await Promise.allSettled([value(), value()]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await Promise.all([value(), value(), value()])).toEqual([7, 7, 7]);
  expect(read).toHaveBeenCalledTimes(2);
});
