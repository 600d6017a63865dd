import { describe, expect, jest, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import { readOnce, Snapshots } from './snapshots.ts';

describe('the current snapshot', () => {
  test('a snapshot shares what is kept of a publish, with the current status, until the next publish', async () => {
    let status = statusAt(1);
    const snapshots = new Snapshots({ read: async () => status }, () => ({ words: new Set<string>() }));
    const first = await snapshots.current();
    first.words.add('graph');
    status = { ...statusAt(1), checkedAt: '2026-01-02T00:00:00.000Z' };
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

test('a value read once is shared by all who want it, and read again only after a failure', async () => {
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
