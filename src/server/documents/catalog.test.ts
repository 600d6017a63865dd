import { expect, jest, test } from '@jest/globals';
import { statusAt } from '../../../test/support/status-at.ts';
import { silentLogger } from '../../shared/logger.ts';
import { Snapshots } from '../index-access/snapshots.ts';
import { IndexLog, StatusCache } from '../index-access/status-cache.ts';
import { Catalog } from './catalog.ts';

test('the catalog reads the documents once a publish', async () => {
  let sequence = 1;
  let now = 0;
  const status = new StatusCache({
    reader: { status: async () => statusAt(sequence) },
    clock: () => now,
    log: new IndexLog(silentLogger),
  });
  const documents = jest.fn(async () => ({ documents: [], status: statusAt(sequence) }));
  const snapshots = new Snapshots(status, () => ({ catalog: new Catalog({ documents }) }));
  const read = async () => {
    const snapshot = await snapshots.current();
    return snapshot.catalog.read(snapshot.status);
  };
  await Promise.all([read(), read()]);
  await read();
  expect(documents).toHaveBeenCalledTimes(1);
  sequence = 2;
  now = 3_000;
  expect((await read()).status.sequence).toBe(2);
  expect(documents).toHaveBeenCalledTimes(2);
});

test('the catalog comes with the status of the request, unless a publish came between', async () => {
  const catalog = new Catalog({ documents: async () => ({ documents: [], status: statusAt(2) }) });
  const checked = { ...statusAt(2), checkedAt: '2026-01-02T00:00:00.000Z' };
  expect((await catalog.read(checked)).status).toBe(checked);
  expect((await catalog.read(statusAt(1))).status).toEqual(statusAt(2));
});
