import { describe, expect, test } from '@jest/globals';
import { buildIdentity } from '../../../test/support/source-builder.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { EMPTY_REPORT, RunRecorder } from './run-report.ts';

const from = { sha: '1', date: '2026-01-01T00:00:00.000Z', subject: 'one' };
const failure = new OperationalError('EMBEDDER_QUOTA', 'no quota left.', 'Add credit.');

describe('the recorder of a run', () => {
  test('a run that has recorded nothing has an empty report and no check', () => {
    expect(new RunRecorder(() => 0).finish('failed', failure)).toEqual({
      report: {
        ...EMPTY_REPORT,
        outcome: 'failed',
        durationMs: 0,
        error: { code: 'EMBEDDER_QUOTA', message: 'no quota left.', advice: 'Add credit.' },
      },
      record: {
        outcome: 'failed',
        startedAt: '1970-01-01T00:00:00.000Z',
        finishedAt: '1970-01-01T00:00:00.000Z',
        error: { code: 'EMBEDDER_QUOTA', message: 'no quota left.', advice: 'Add credit.' },
      },
      checks: [],
    });
  });

  test('a run that failed reports everything that was known by then', () => {
    let now = 1000;
    const recorder = new RunRecorder(() => now);
    const check = {
      ...buildIdentity(),
      checkedAt: '2026-01-01T00:00:00.000Z',
      behind: 2,
      headTag: null,
    };
    const sources = [{ source: 'memory:docs', from, to: null }];
    recorder.record({ sources, sequence: 3, chunks: { total: 10, kept: 10 } });
    recorder.record({ changes: { added: 1, modified: 0, renamed: 0, removed: 0 }, checks: [check] });
    now = 3500;
    const finished = recorder.finish('failed', failure);
    expect(finished.checks).toEqual([check]);
    expect(finished.report).toMatchObject({ sources, sequence: 3, changes: { added: 1 }, durationMs: 2500 });
    expect(finished.record).toMatchObject({ finishedAt: '1970-01-01T00:00:03.500Z' });
  });

  test('a later check of a source replaces the earlier one, and keeps those of the others', () => {
    const recorder = new RunRecorder(() => 0);
    const check = (from: string, behind: number) => ({
      ...buildIdentity({ from }),
      checkedAt: null,
      behind,
      headTag: null,
    });
    recorder.record({ checks: [check('dir:a', 1), check('dir:b', 2)] });
    recorder.record({ checks: [check('dir:a', 3)] });
    expect(recorder.finish('published').checks).toEqual([check('dir:a', 3), check('dir:b', 2)]);
  });

  test('recording some counts of a group keeps the other counts of the group', () => {
    const recorder = new RunRecorder(() => 0);
    recorder.record({ embeddings: { reused: 5 }, chunks: { total: 10, added: 1, removed: 2, kept: 9 } });
    recorder.record({ embeddings: { requested: 2, tokens: 70 }, chunks: { total: 11 } });
    expect(recorder.finish('published').report).toMatchObject({
      embeddings: { requested: 2, reused: 5, tokens: 70 },
      chunks: { total: 11, added: 1, removed: 2, kept: 9 },
    });
  });

  test('requests of the embedder and of the summarizer are added up in the report', () => {
    const recorder = new RunRecorder(() => 0);
    recorder.record({ requests: { embedder: 2 } });
    recorder.record({ requests: { embedder: 3, summarizer: 4 } });
    recorder.record({ requests: { github: 1 } });
    expect(recorder.finish('published').report.requests).toEqual({ github: 1, openai: 7 });
  });
});
