import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { cleanEnv, programPath } from '../../../test/support/programs.ts';
import { EMPTY_REPORT, type RunReport } from '../sync/run-report.ts';
import { formatSeconds, formatTimeAgo, printable, reportText } from './output.ts';

describe('writing results to stdout', () => {
  const MAIN = programPath('worker');
  /** Every write to it fails with ENOSPC; only Linux has it. */
  const FULL_DISK = '/dev/full';
  const onFullDisk = existsSync(FULL_DISK) ? test : test.skip;
  /** One of each way to write: text, JSON at the end of a run, a stream, and a text without an index. */
  const COMMANDS = ['status', 'sync --json', 'export', '--help'];

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'print-'));
    const { exitCode } = await worker('sync');
    expect(exitCode).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true }));

  function worker(command: string, { redirected = '' } = {}) {
    const env = cleanEnv({
      DOCS_SOURCE: `dir:${join(import.meta.dirname, '../../../docs')}`,
      INDEX_PATH: join(folder, 'index.db'),
      LOG_LEVEL: 'silent',
    });
    const shell = ['-c', `exec "$0" "$@" ${redirected}`, process.execPath, MAIN, ...command.split(' ')];
    return execa('/bin/sh', shell, { env, extendEnv: false, reject: false });
  }

  test.each(COMMANDS)('%s succeeds if the reader of its results closes the pipe', async (command) => {
    const run = worker(command);
    run.stdout.destroy();
    expect(await run).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('a closed pipe does not hide a failure', async () => {
    const run = worker('sink --json');
    run.stdout.destroy();
    expect(await run).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^eino-docs-worker: USAGE: .*$/),
    });
  });

  onFullDisk.each(COMMANDS)('%s fails with one line on stderr if the disk is full', async (command) => {
    const { exitCode, stderr } = await worker(command, { redirected: `> ${FULL_DISK}` });
    expect(stderr).toMatch(/^eino-docs-worker: OUTPUT_FAILED: .*no space left.*$/);
    expect(exitCode).toBe(1);
  });

  onFullDisk('a full disk does not hide an earlier failure', async () => {
    const { exitCode, stderr } = await worker('sink --json', { redirected: `> ${FULL_DISK}` });
    expect(stderr).toMatch(/^eino-docs-worker: USAGE: .*$/);
    expect(exitCode).toBe(2);
  });
});

describe('formatting', () => {
  test('every run of control characters and line breaks in untrusted text is shown as one space', () => {
    expect(printable('docs: \u001b[2J\u001b]0;owned\u0007\r\nall clear\u2028\u202egnp.exe')).toBe(
      'docs:  [2J ]0;owned all clear gnp.exe',
    );
  });

  test('harmless text in any script is shown as it is', () => {
    expect(printable('docs/中文.md → é 🦜')).toBe('docs/中文.md → é 🦜');
  });

  test('a past time is given in minutes, hours or days', () => {
    const MINUTE = 60_000;
    const spans = [0, 59_999, MINUTE, 59 * MINUTE, 60 * MINUTE, 47 * 60 * MINUTE, 49 * 60 * MINUTE];
    expect(spans.map(formatTimeAgo)).toEqual([
      'just now',
      'just now',
      '1 minute ago',
      '59 minutes ago',
      '1 hour ago',
      '47 hours ago',
      '2 days ago',
    ]);
  });

  test('a duration is given in seconds, with fractions if it is short', () => {
    expect([5, 1234, 83_300].map(formatSeconds)).toEqual(['0.01 s', '1.23 s', '83 s']);
  });
});

const to = { sha: '0188a38f', date: '2026-03-24T00:00:00Z', subject: 'docs: update' };

const published: RunReport = {
  ...EMPTY_REPORT,
  outcome: 'published',
  sources: [{ source: 'github:acme/docs@main', from: null, to }],
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

  test('a report of several sources says which moved, and why one keeps what it has', () => {
    const from = { ...to, sha: '57b95d21' };
    const error = { code: 'GITHUB_UNREACHABLE', message: 'no answer.', advice: 'Wait.' };
    const text = reportText({
      ...published,
      sources: [
        { source: 'github:acme/docs@main', from, to },
        { source: 'github:acme/code@main', from: to, to },
        { source: 'github:acme/new@main', from: null, to },
        { source: 'github:acme/down@main', from, to: null, error },
      ],
    });
    expect(text.split('\n').slice(0, 5)).toEqual([
      'published 2 of 4 sources as sequence 7',
      '  source      github:acme/docs@main: moved from 57b95d2, now 0188a38 (docs: update)',
      '  source      github:acme/code@main: not moved from 0188a38',
      '  source      github:acme/new@main: new, now 0188a38 (docs: update)',
      '  failed      github:acme/down@main: GITHUB_UNREACHABLE: no answer. Wait.',
    ]);
  });

  test('a report cuts the long subject of a commit of one of several sources', () => {
    const source = { source: 'a', from: null, to: { ...to, subject: 'very '.repeat(20) } };
    const [, line = ''] = reportText({ ...published, sources: [source, source] }).split('\n');
    expect(line).toMatch(/\(very [a-z ]{40,44}…\)$/);
  });

  test('the headline does not count sources that failed', () => {
    const from = { ...to, sha: '57b95d21' };
    const error = { code: 'GITHUB_UNREACHABLE', message: 'no answer.', advice: 'Wait.' };
    const head = (sources: RunReport['sources'], outcome: RunReport['outcome']) =>
      reportText({ ...published, outcome, sources }).split('\n')[0];
    const failed = { source: 'down', from, to, error };
    const [still, moved] = [
      { source: 'still', from: to, to },
      { source: 'moved', from, to },
    ];
    expect(head([failed, still], 'unchanged')).toBe('unchanged: the index is up to date with 1 of 2 sources');
    expect(head([failed, moved], 'published')).toBe('published 1 of 2 sources as sequence 7');
    expect(head([moved, moved], 'published')).toBe('published 2 sources as sequence 7');
    expect(head([still, still], 'unchanged')).toBe('unchanged: the index is up to date with 2 sources');
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
