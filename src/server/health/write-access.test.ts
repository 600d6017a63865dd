import { expect, test } from '@jest/globals';
import { type Logger, silentLogger } from '../../shared/logger.ts';
import { WriteAccess } from './write-access.ts';

function setUp() {
  const warned: unknown[] = [];
  const waits: number[] = [];
  const stop = new AbortController();
  const logger: Logger = { ...silentLogger, warn: (message: unknown) => warned.push(message) };
  const delay = async (ms: number) => {
    waits.push(ms);
    if (waits.length === 5) stop.abort();
  };
  return { access: new WriteAccess(), warned, waits, deps: { logger, delay, stop: stop.signal } };
}

test('a key that can write is logged once and shown in every health report', async () => {
  const { access, deps, warned } = setUp();
  expect(access.warnings()).toEqual([]);
  await access.findOut(async () => true, deps);
  expect(warned).toEqual(access.warnings());
  expect(access.warnings()).toEqual([expect.stringContaining('read-only key')]);
});

test('a key that can only read causes no warning', async () => {
  const { access, deps, warned } = setUp();
  await access.findOut(async () => false, deps);
  expect([access.warnings(), warned]).toEqual([[], []]);
});

test('the check of the key is retried every 30 seconds until the server stops', async () => {
  const { access, deps, warned, waits } = setUp();
  let asked = 0;
  await access.findOut(async () => {
    asked += 1;
    throw new Error('down');
  }, deps);
  expect([asked, waits, warned]).toEqual([5, Array(5).fill(30_000), []]);
});

test('a check of the key that succeeds after retries causes the warning', async () => {
  const { access, deps } = setUp();
  let asked = 0;
  await access.findOut(async () => {
    asked += 1;
    if (asked < 3) throw new Error('down');
    return true;
  }, deps);
  expect(access.warnings()).toHaveLength(1);
});
