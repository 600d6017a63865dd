import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { formatSeconds, formatTimeAgo, printable } from './output.ts';

describe('writing results to stdout', () => {
  const MAIN = join(import.meta.dirname, '../main.ts');
  /** Every write to it fails with ENOSPC; only Linux has it. */
  const FULL_DISK = '/dev/full';
  const onFullDisk = existsSync(FULL_DISK) ? test : test.skip;
  const COMMANDS = [
    'status',
    'status --json',
    'verify',
    'verify --json',
    'sync --json',
    'export',
    '--help',
    '--version',
  ];

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'print-'));
    const { exitCode } = await worker('sync');
    expect(exitCode).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true }));

  function worker(command: string, { redirected = '' } = {}) {
    const env = {
      DOCS_SOURCE: `dir:${join(import.meta.dirname, '../../../docs')}`,
      INDEX_PATH: join(folder, 'index.db'),
      LOG_LEVEL: 'silent',
    };
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
  test('untrusted text can neither control a terminal nor begin a line', () => {
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
