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

describe('a report as a person reads it', () => {
  test('says what was published and what it cost', () => {
    expect(reportText(published).split('\n')).toEqual([
      'published 0188a38 (docs: update) as sequence 7',
      '  documents   1 added, 2 modified, 0 renamed, 0 removed',
      '  chunks      1,412: 12 added, 3 removed, 1,400 kept',
      '  embeddings  1 text of 2,300 tokens, 11 reused',
      '  took        3.40 s, 4 requests to GitHub, 1 to the embedder',
      '',
    ]);
  });

  test('says what was summarized, where a model is asked for that', () => {
    const summaries = { requested: 3, reused: 1, failed: 2, tokens: 4100 };
    expect(reportText({ ...published, summaries })).toContain(
      '  summaries   3 asked for, 4,100 tokens, 1 reused, 2 missing\n',
    );
    expect(
      reportText({ ...published, dryRun: true, summaries: { ...summaries, tokens: 0, failed: 0 } }),
    ).toContain('  summaries   3 to be written, 1 reused\n');
  });

  test('of a dry run lists the documents, up to a screenful', () => {
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

  test('names skipped documents with the reason', () => {
    const skipped = [{ path: 'x.md', blob: '1', reason: 'not UTF-8 text' }];
    expect(reportText({ ...published, skipped })).toContain('skipped     x.md: not UTF-8 text');
  });

  test('of a skipped run says who is at work', () => {
    const lease = { heldBy: 'host/1/ab', until: '2026-03-24T00:10:00Z' };
    expect(reportText({ ...published, outcome: 'skipped', lease })).toMatch(
      /^skipped: host\/1\/ab is at work, with a lease until 2026-03-24T00:10:00Z\n/,
    );
  });
});
