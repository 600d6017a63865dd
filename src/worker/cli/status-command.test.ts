import { describe, expect, test } from '@jest/globals';
import { sourceStatus } from '../../../test/support/source-builder.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import { assessFreshness } from '../../shared/freshness.ts';
import { statusText } from './status-command.ts';

const NOW = Date.parse('2026-03-24T12:00:00Z');

const text = (status: IndexStatus) =>
  statusText(status, assessFreshness(status, NOW, 7200), {
    place: 'data/index.db',
    now: NOW,
    listed: status.sources,
  });

const docs = sourceStatus({
  from: 'github:cloudwego/cloudwego.github.io',
  commit: { sha: '0188a38f00', date: '2026-03-24T02:00:00Z', subject: 'docs: update' },
  checkedAt: '2026-03-24T11:48:00.000Z',
});

const published: IndexStatus = {
  ...EMPTY_STATUS,
  sequence: 7,
  sources: [docs],
  syncedAt: '2026-03-24T09:00:00.000Z',
  documents: 98,
  chunks: 1412,
  fingerprint: { schema: 1, chunker: 1, model: 'text-embedding-3-small', dimensions: 1536 },
  lastRun: {
    outcome: 'unchanged',
    startedAt: '2026-03-24T11:47:59.000Z',
    finishedAt: '2026-03-24T11:48:00.000Z',
  },
};

describe('the status text', () => {
  test('the status says what is indexed and how fresh it is', () => {
    expect(text(published).split('\n')).toEqual([
      'index      data/index.db',
      'freshness  fresh',
      'source     github:cloudwego/cloudwego.github.io@main',
      '           0188a38  2026-03-24  docs: update',
      '           checked 12 minutes ago',
      '           former paths: complete',
      'published  sequence 7, 3 hours ago (2026-03-24T09:00:00.000Z)',
      'content    98 documents in 1,412 chunks',
      'search     hybrid: text-embedding-3-small, 1,536 dimensions',
      'last run   unchanged 12 minutes ago, took 1.00 s',
      '',
    ]);
  });

  test('the status says if the settings list other sources than the index has', () => {
    const listed = [{ ...docs, from: 'github:cloudwego/eino-ext' }];
    const context = { place: 'data/index.db', now: NOW, listed };
    expect(statusText(published, assessFreshness(published, NOW, 7200), context)).toContain(
      'note       the settings list other sources: only the index has github:cloudwego/cloudwego.github.io@main; ' +
        'only the settings have github:cloudwego/eino-ext@main. Set SOURCES, or DOCS_SOURCE and DOCS_REF, as for the worker that fills this index.\n',
    );
    expect(text(published)).not.toContain('note');
    expect(text(EMPTY_STATUS)).not.toContain('note');
  });

  test('the status names the version of a source that follows releases', () => {
    const released = { ...docs, ref: 'release', version: 'v1.2.3' };
    expect(text({ ...published, sources: [released] })).toContain(
      '           v1.2.3  0188a38  2026-03-24  docs: update\n',
    );
  });

  test('the status says which model wrote the summaries, and how many are missing', () => {
    const summaries = { model: 'gpt-5-nano', version: 1, missing: [] };
    expect(text({ ...published, summaries })).toContain('summaries  by gpt-5-nano\n');
    expect(text({ ...published, summaries: { ...summaries, missing: ['a.md', 'b.md'] } })).toContain(
      'summaries  by gpt-5-nano, 2 missing\n',
    );
  });

  test('the status says why an index is stale and what to do', () => {
    const error = { code: 'GITHUB_UNREACHABLE', message: 'no answer.', advice: 'Check the network.' };
    const shown = text({
      ...published,
      sources: [{ ...docs, behind: 2, error }],
      consecutiveFailures: 3,
      lastRun: {
        outcome: 'failed',
        startedAt: published.syncedAt ?? '',
        finishedAt: '2026-03-24T11:00:00Z',
        error,
      },
    });
    expect(shown).toContain('stale: the source could not be read (GITHUB_UNREACHABLE)\n');
    expect(shown).toContain('           checked 12 minutes ago, 2 commits behind\n');
    expect(shown).toContain(
      '(3 failures in a row)\n           GITHUB_UNREACHABLE: no answer. Check the network.',
    );
    expect(shown.match(/Check the network/g)).toHaveLength(1);
  });

  test('the status names the one of several sources that could not be read, with its error and advice', () => {
    const ext = sourceStatus({
      from: 'github:cloudwego/eino-ext',
      commit: { sha: '2222222222', date: '2026-03-20T00:00:00Z', subject: 'feat: add redis' },
      checkedAt: '2026-03-24T07:00:00.000Z',
      error: { code: 'GITHUB_NOT_FOUND', message: 'there is no branch main.', advice: 'Correct the ref.' },
      formerPaths: { state: 'unread', reason: 'no-token' },
    });
    const lines = text({ ...published, sources: [docs, ext] }).split('\n');
    expect(lines).toContain(
      'freshness  stale: github:cloudwego/eino-ext@main could not be read (GITHUB_NOT_FOUND)',
    );
    expect(lines.slice(lines.indexOf('source     github:cloudwego/eino-ext@main'))).toEqual(
      expect.arrayContaining([
        '           2222222  2026-03-20  feat: add redis',
        '           checked 5 hours ago',
        '           GITHUB_NOT_FOUND: there is no branch main. Correct the ref.',
        '           former paths: not read (needs GITHUB_TOKEN)',
      ]),
    );
  });

  test('the status says that a source is not indexed yet, and how far its former paths have been read', () => {
    const added = { ...docs, commit: null, checkedAt: null };
    expect(text({ ...published, sources: [added] })).toContain(
      '           not indexed yet\n           never checked\n',
    );
    const formerPaths = { state: 'reading' as const, before: '1234567890' };
    expect(text({ ...published, sources: [{ ...docs, formerPaths }] })).toContain(
      'former paths: reading, back to commit 1234567 so far\n',
    );
    const clone = { ...docs, from: 'git:/home/me/clone', formerPaths: { state: 'unread' as const } };
    expect(text({ ...published, sources: [clone] })).toContain('former paths: not read yet\n');
    const folder = { ...clone, formerPaths: { state: 'unread' as const, reason: 'no-history' as const } };
    expect(text({ ...published, sources: [folder] })).not.toContain('former paths');
  });

  test('the status of an index that does not exist says how to create one', () => {
    expect(text(EMPTY_STATUS)).toBe(
      'index      data/index.db\nfreshness  empty: nothing has been published yet; run sync\nlast run   none\n',
    );
  });
});
