import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { ago, printable, seconds } from './output.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
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
const FULL = '/dev/full';

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

describe('results that nobody reads', () => {
  test.each(COMMANDS)('are no failure of %s', async (command) => {
    const run = worker(command);
    run.stdout.destroy();
    expect(await run).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('leave a failure a failure', async () => {
    const run = worker('sink --json');
    run.stdout.destroy();
    expect(await run).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/^eino-docs-worker: USAGE: .*$/),
    });
  });
});

(existsSync(FULL) ? describe : describe.skip)('a disk that is full', () => {
  test.each(COMMANDS)('is a failure of %s, in one line', async (command) => {
    const { exitCode, stderr } = await worker(command, { redirected: `> ${FULL}` });
    expect(stderr).toMatch(/^eino-docs-worker: OUTPUT_FAILED: .*no space left.*$/);
    expect(exitCode).toBe(1);
  });

  test('hides no failure that came before', async () => {
    const { exitCode, stderr } = await worker('sink --json', { redirected: `> ${FULL}` });
    expect(stderr).toMatch(/^eino-docs-worker: USAGE: .*$/);
    expect(exitCode).toBe(2);
  });
});

describe('text from outside', () => {
  test('cannot steer a terminal or begin a line', () => {
    expect(printable('docs: \u001b[2J\u001b]0;owned\u0007\r\nall clear\u2028\u202egnp.exe')).toBe(
      'docs:  [2J ]0;owned all clear gnp.exe',
    );
  });

  test('is left as it is otherwise', () => {
    expect(printable('docs/中文.md → é 🦜')).toBe('docs/中文.md → é 🦜');
  });
});

test('a span of time is given in its own measure', () => {
  const MINUTE = 60_000;
  expect([0, 59_999, MINUTE, 59 * MINUTE, 60 * MINUTE, 47 * 60 * MINUTE, 49 * 60 * MINUTE].map(ago)).toEqual([
    'just now',
    'just now',
    '1 minute ago',
    '59 minutes ago',
    '1 hour ago',
    '47 hours ago',
    '2 days ago',
  ]);
  expect([5, 1234, 83_300].map(seconds)).toEqual(['0.01 s', '1.23 s', '83 s']);
});
