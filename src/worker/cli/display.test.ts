import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { TextSink } from '../../../test/support/text-sink.ts';
import type { SyncProgress } from '../../shared/sync-progress.ts';
import { EMPTY_REPORT } from '../sync/run-report.ts';
import { LiveView, ToldProgress } from './display.ts';

/** The lines a terminal shows after everything was written: a cleared line is gone. */
function screen(sink: TextSink): string[] {
  const lines = sink.text.split('\n').map((line) => line.split('\r\u001b[2K').at(-1) ?? '');
  return lines.map(stripVTControlCharacters);
}

describe('the live view', () => {
  let sink: TextSink;
  let view: LiveView;
  let now: number;
  beforeEach(() => {
    sink = new TextSink({ isTTY: true });
    now = 0;
    view = new LiveView(sink, () => now);
  });

  test('the live view shows the running step with a bar and counts', () => {
    view.started('embed', 400);
    now = 100;
    view.advanced(100);
    expect(screen(sink)).toEqual(['› embed    ██████░░░░░░░░░░░░░░░░░░ 100 of 400']);
  });

  test('the live view keeps a line for every finished step', () => {
    view.started('diff');
    now = 1234;
    view.finished({ commit: 'a'.repeat(40), added: 1, removed: 0, listed: true, moved: false });
    view.started('read', 2);
    expect(screen(sink)).toEqual([
      '✓ diff     aaaaaaa, 1 added, 0 removed, listed 1.23 s',
      '› read     ░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 2',
    ]);
  });

  test('the live view names what it counts in words, in the singular and the plural', () => {
    view.started('history');
    view.finished({ source: 'git:/docs@main', commits: 1, formerPaths: 2, complete: true });
    view.finished({ documents: 1, reused: 1, skipped: 0 });
    expect(screen(sink).map((line) => line.slice(11))).toEqual([
      'git:/docs@main, 1 commit, 2 former paths, complete 0.00 s',
      '1 document, 1 reused, 0 skipped 0.00 s',
      '',
    ]);
  });

  test('the live view is not redrawn for every advance of a step', () => {
    view.started('stage', 1000);
    const drawn = sink.text.length;
    for (let i = 0; i < 1000; i++) view.advanced(i);
    expect(sink.text).toHaveLength(drawn);
  });

  test('the live view cuts the line of a finished step to 80 characters', () => {
    view.started('head');
    view.finished({ subject: 'x'.repeat(300) });
    expect(screen(sink)[0]?.length).toBeLessThanOrEqual(80);
  });

  test('the live view prints warnings, but not debug messages, on lines of their own', () => {
    view.started('read', 2);
    view.logger.warn({ wait: 5 }, 'waiting for GitHub');
    view.logger.debug('not worth a line');
    expect(screen(sink)).toEqual(['! waiting for GitHub', '']);
  });

  test('the live view ends with the report, or with one line for a failure', () => {
    view.started('read', 2);
    view.show({ outcome: 'unchanged', ...EMPTY_REPORT, durationMs: 5 });
    expect(screen(sink)[0]).toMatch(/^unchanged:/);
    sink.text = '';
    const error = { code: 'DOCS_EMPTY', message: 'nothing there.', advice: 'Look elsewhere.' };
    view.show({ outcome: 'failed', ...EMPTY_REPORT, durationMs: 5, error });
    expect(screen(sink)).toEqual(['eino-docs-worker: DOCS_EMPTY: nothing there. Look elsewhere.', '']);
  });
});

test('the progress of a sync is passed on whole, and told four times a second at most', () => {
  let now = 0;
  const told: SyncProgress[] = [];
  const passedOn: unknown[] = [];
  const next = {
    started: (...args: unknown[]) => passedOn.push(args),
    advanced: (done: number) => passedOn.push(done),
    finished: (facts: object) => passedOn.push(facts),
  };
  const progress = new ToldProgress(
    next,
    (message) => told.push(message),
    () => now,
  );
  progress.started('prepare', 3);
  progress.advanced(1);
  now = 250;
  progress.advanced(2);
  progress.finished({ documents: 3 });
  progress.started('publish');
  expect(told).toEqual([
    { step: 'prepare', done: 0, total: 3 },
    { step: 'prepare', done: 2, total: 3 },
    { step: 'publish', done: 0 },
  ]);
  expect(passedOn).toEqual([['prepare', 3], 1, 2, { documents: 3 }, ['publish', undefined]]);
});
