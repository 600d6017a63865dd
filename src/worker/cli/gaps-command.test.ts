import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { QueryLogEntry } from '../../shared/query-log.ts';
import { findGaps, gapsText, readQueryLog } from './gaps-command.ts';

const entry = (query: string, fields: Partial<QueryLogEntry> = {}): QueryLogEntry => ({
  time: '2026-03-24T10:00:00.000Z',
  query,
  mode: 'lexical',
  answered: false,
  best: 0.1,
  ...fields,
});

async function* listed(entries: readonly QueryLogEntry[]) {
  yield* entries;
}

async function queriesOf(path: string): Promise<string[]> {
  const queries: string[] = [];
  for await (const { query } of readQueryLog(path)) queries.push(query);
  return queries;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gaps-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('queries without an answer are grouped by their words, the most frequent first', async () => {
  const report = await findGaps(
    listed([
      entry('How do I trace a graph?'),
      entry('redis memory', { best: null }),
      entry('stream a graph', { answered: true }),
      entry('trace graph', { best: 0.2, time: '2026-03-25T10:00:00.000Z' }),
    ]),
  );
  expect(report).toEqual({
    searches: 4,
    unanswered: 3,
    gaps: [
      { query: 'trace graph', count: 2, best: 0.2, lastAsked: '2026-03-25T10:00:00.000Z' },
      { query: 'redis memory', count: 1, best: null, lastAsked: '2026-03-24T10:00:00.000Z' },
    ],
  });
  expect(gapsText(report)).toBe(
    [
      '4 searches, 3 without an answer',
      '     2×  trace graph  (best 0.20, last 2026-03-25)',
      '     1×  redis memory  (nothing found, last 2026-03-24)',
      '',
    ].join('\n'),
  );
});

test('the query log is read with its rotated files, the oldest first, without lines that are no entries', async () => {
  const path = join(folder, 'queries.jsonl');
  await writeFile(`${path}.1`, `${JSON.stringify(entry('first'))}\nnot JSON\n{"query":5}\n`);
  await writeFile(path, `${JSON.stringify(entry('second'))}\n{"time":"2026`);
  expect(await queriesOf(path)).toEqual(['first', 'second']);
  expect(await queriesOf(join(folder, 'none.jsonl'))).toEqual([]);
});

test('a query cannot control the terminal of the person who reads the report', () => {
  const gap = { query: 'a\u001b[2Jb\nc', count: 1, best: 0.1, lastAsked: '2026-03-24T10:00:00.000Z' };
  expect(gapsText({ searches: 1, unanswered: 1, gaps: [gap] })).toContain('1×  a [2Jb c  (');
});
