import { expect, jest, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import { silentLogger } from '../../shared/logger.ts';
import { Snapshots } from '../index-access/snapshots.ts';
import { IndexLog, StatusCache } from '../index-access/status-cache.ts';
import { Catalog } from './catalog.ts';

const noEntries = async () => ({ entries: [], status: statusAt(1) });

test('the catalog reads the documents once per publish', async () => {
  let sequence = 1;
  let now = 0;
  const status = new StatusCache({
    reader: { status: async () => statusAt(sequence) },
    clock: () => now,
    log: new IndexLog(silentLogger),
  });
  const list = jest.fn(async () => ({ documents: [], status: statusAt(sequence) }));
  const snapshots = new Snapshots(status, () => ({ catalog: new Catalog({ list, entries: noEntries }) }));
  const read = async () => {
    const snapshot = await snapshots.current();
    return snapshot.catalog.read(snapshot.status);
  };
  await Promise.all([read(), read()]);
  await read();
  expect(list).toHaveBeenCalledTimes(1);
  sequence = 2;
  now = 3_000;
  expect((await read()).status.sequence).toBe(2);
  expect(list).toHaveBeenCalledTimes(2);
});

test('the catalog returns the status of the request, or the newer status after a publish in between', async () => {
  const catalog = new Catalog({
    list: async () => ({ documents: [], status: statusAt(2) }),
    entries: noEntries,
  });
  const checked = { ...statusAt(2), consecutiveFailures: 1 };
  expect((await catalog.read(checked)).status).toBe(checked);
  expect((await catalog.read(statusAt(1))).status).toEqual(statusAt(2));
});
