import { describe, expect, test } from '@jest/globals';
import { EMPTY_REPORT, type RunReport } from '../sync/run-report.ts';
import { reportText } from './report-text.ts';

const to = { sha: '0188a38f', date: '2026-03-24T00:00:00Z', subject: 'docs: update' };

const published: RunReport = {
  ...EMPTY_REPORT,
  outcome: 'published',
  to,
  sequence: 7,
  changes: { added: 1, modified: 2, renamed: 0, removed: 0 },
  chunks: { total: 1412, added: 12, removed: 3, kept: 1400 },
  embeddings: { requested: 1, reused: 11, tokens: 2300 },
  requests: { github: 4, openai: 1 },
  durationMs: 3400,
};

describe('the report text', () => {
  test('a report says what was published and what it cost', () => {
    expect(reportText(published).split('\n')).toEqual([
      'published 0188a38 (docs: update) as sequence 7',
      '  documents   1 added, 2 modified, 0 renamed, 0 removed',
      '  chunks      1,412: 12 added, 3 removed, 1,400 kept',
      '  embeddings  1 text of 2,300 tokens, 11 reused',
      '  took        3.40 s, 4 requests to GitHub, 1 to the model endpoint',
      '',
    ]);
  });

  test('a report says how many summaries were requested, if a model writes them', () => {
    const summaries = { requested: 3, reused: 1, failed: 2, tokens: 4100 };
    expect(reportText({ ...published, summaries })).toContain(
      '  summaries   3 requested, 4,100 tokens, 1 reused, 2 missing\n',
    );
    expect(
      reportText({ ...published, dryRun: true, summaries: { ...summaries, tokens: 0, failed: 0 } }),
    ).toContain('  summaries   3 to be written, 1 reused\n');
  });

  test('the report of a dry run lists the first 20 documents', () => {
    const plan = Array.from({ length: 25 }, (_, i) => ({ path: `${i}.md`, change: 'added' as const }));
    const text = reportText({
      ...published,
      dryRun: true,
      plan: [{ path: 'new.md', change: 'renamed', previousPath: 'old.md' }, ...plan],
    });
    expect(text).toContain('dry run: a sync would publish 0188a38');
    expect(text).toContain('renamed   old.md → new.md');
    expect(text).toContain('… and 6 more documents');
  });

  test('a report names skipped documents with the reason', () => {
    const skipped = [{ path: 'x.md', blob: '1', reason: 'not UTF-8 text' }];
    expect(reportText({ ...published, skipped })).toContain('skipped     x.md: not UTF-8 text');
  });

  test('the report of a skipped run says who holds the lease', () => {
    const lease = { heldBy: 'host/1/ab', until: '2026-03-24T00:10:00Z' };
    expect(reportText({ ...published, outcome: 'skipped', lease })).toMatch(
      /^skipped: another run \(host\/1\/ab\) holds the lease until 2026-03-24T00:10:00Z\n/,
    );
  });
});
