import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTemporaryFolder, removeFolder } from '../../test/support/temporary-folder.ts';
import { silentLogger } from '../shared/logger.ts';
import type { QueryLogEntry } from '../shared/query-log.ts';
import { openQueryLog } from './query-log-writer.ts';

let folder: string;
beforeEach(async () => {
  folder = await createTemporaryFolder('query-log');
});
afterEach(() => removeFolder(folder));

const entry = (query: string): QueryLogEntry => ({
  time: '2026-03-24T10:00:00.000Z',
  query,
  mode: 'lexical',
  answered: true,
  best: 0.5,
});

test('the query log has one line for each search, whatever the query, and goes on after a restart', async () => {
  const path = join(folder, 'logs', 'queries.jsonl');
  const queries = ['graph', 'two\nlines \u2028 and "quotes"', '图编排'];
  for (const query of queries) {
    const log = openQueryLog(path, silentLogger);
    log.write(entry(query));
    await log.close();
  }
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(queries.map(entry));
});

test('a query log that cannot be written is told of once and stops nothing', async () => {
  const path = join(folder, 'queries.jsonl');
  await mkdir(path);
  const warnings: unknown[] = [];
  const log = openQueryLog(path, { warn: (...args: unknown[]) => void warnings.push(args) });
  for (let n = 0; n < 3; n++) log.write(entry(`query ${n}`));
  await log.close();
  log.write(entry('after'));
  expect(warnings).toHaveLength(1);
});
