import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inProcessPreparer } from '../../../test/support/in-process-preparer.ts';
import { MemorySource } from '../../../test/support/memory-source.ts';
import { SqliteSyncFixture } from '../../../test/support/sync-fixture.ts';
import { TextSink } from '../../../test/support/text-sink.ts';
import { SqliteReader } from '../../shared/index/sqlite/sqlite-reader.ts';
import { readWorkerConfig } from '../config.ts';
import { SqliteWriter } from '../index/sqlite/sqlite-writer.ts';
import type { DocsSource } from '../source/docs-source.ts';
import type { WorkerAdapters } from './command.ts';
import { scheduleCommand } from './schedule-command.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-03-24T10:20:00Z');

describe('schedule', () => {
  let fixture: SqliteSyncFixture;
  let source: MemorySource;
  beforeEach(async () => {
    fixture = await SqliteSyncFixture.create();
    source = new MemorySource();
    source.commit({ 'a.md': 'One.' });
  });
  afterEach(() => fixture.dispose());

  /** Runs the schedule on a simulated clock until a number of runs are done. @returns when each run started */
  async function runs(
    wanted: number,
    schedule: string,
    options: { during?: (run: number) => void; takes?: number; random?: number; stderr?: TextSink } = {},
  ): Promise<string[]> {
    const started: string[] = [];
    const stop = new AbortController();
    let now = START;
    const openSource: WorkerAdapters['openSource'] = async (_, { repeats }): Promise<DocsSource> => {
      expect(repeats).toBe(true);
      started.push(new Date(now).toISOString());
      now += options.takes ?? 0;
      if (started.length === wanted) stop.abort(new Error('enough'));
      options.during?.(started.length);
      return source;
    };
    const exitCode = await scheduleCommand({
      config: readWorkerConfig(
        {
          DOCS_SOURCE: 'github:owner/docs',
          SYNC_SCHEDULE: schedule,
          LOG_LEVEL: options.stderr ? 'info' : 'silent',
        },
        START,
      ),
      flags: new Set(),
      adapters: {
        openSource,
        openEmbedder: () => null,
        openSummarizer: () => null,
        openPreparer: () => inProcessPreparer,
        openWriter: async (_, deps) => new SqliteWriter(fixture.indexPath, deps),
        openReader: async () => new SqliteReader(fixture.indexPath),
      },
      clock: () => now,
      delay: async (ms) => {
        now += ms;
      },
      random: () => options.random ?? 0,
      stdout: new TextSink(),
      stderr: options.stderr ?? new TextSink(),
      signal: stop.signal,
      nameOwner: () => 'test',
    });
    expect(exitCode).toBe(0);
    return started;
  }

  test('schedule syncs at once, then at every time of the schedule', async () => {
    expect(await runs(3, '0 * * * *')).toEqual([
      '2026-03-24T10:20:00.000Z',
      '2026-03-24T11:00:00.000Z',
      '2026-03-24T12:00:00.000Z',
    ]);
  });

  test('a scheduled run starts at most half a minute late', async () => {
    const [, second] = await runs(2, '0 * * * *', { random: 0.999_99 });
    const late = Date.parse(second ?? '') - Date.parse('2026-03-24T11:00:00Z');
    expect(late).toBeGreaterThan(29_000);
    expect(late).toBeLessThanOrEqual(30_000);
  });

  test('schedule names the time at which the next run really starts', async () => {
    const stderr = new TextSink({ isTTY: true });
    const [, second] = await runs(2, '0 * * * *', { random: 0.5, stderr });
    expect(second).toBe('2026-03-24T11:00:15.000Z');
    expect(stderr.text).toContain(`waiting for the next run at ${second}`);
  });

  test('a scheduled time that passes during a run is left out', async () => {
    expect(await runs(2, '*/5 * * * *', { takes: 12 * MINUTE })).toEqual([
      '2026-03-24T10:20:00.000Z',
      '2026-03-24T10:35:00.000Z',
    ]);
  });

  test('a run that fails does not end the schedule', async () => {
    const during = (run: number) => {
      if (run === 1) throw new Error('the source could not be opened');
    };
    expect(await runs(3, '0 * * * *', { during })).toHaveLength(3);
  });

  test('schedule can wait for months although timers overflow after 24 days', async () => {
    const [, second] = await runs(2, '0 0 1 1 *');
    expect(second).toBe('2027-01-01T00:00:00.000Z');
  });
});
