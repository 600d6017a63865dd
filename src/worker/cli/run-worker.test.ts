import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { damageIndex } from '../../../test/support/damage-index.ts';
import { inProcessPreparer } from '../../../test/support/in-process-preparer.ts';
import { MemorySource } from '../../../test/support/memory-source.ts';
import { SqliteSyncFixture } from '../../../test/support/sync-fixture.ts';
import { TextSink } from '../../../test/support/text-sink.ts';
import type { Env } from '../../shared/config/parse-env.ts';
import { SqliteReader } from '../../shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../index/sqlite/sqlite-writer.ts';
import { WORKER_COMMANDS } from './command.ts';
import { parseWorkerArguments, runWorker, WORKER_HELP } from './run-worker.ts';

let fixture: SqliteSyncFixture;
let source: MemorySource;
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
  source = new MemorySource();
  source.commit({ 'a.md': '# Alpha\n\nOne.', 'sub/b.md': '# Beta\n\nTwo.' });
});
afterEach(() => fixture.dispose());

async function worker(args: readonly string[], env: Env = {}, { isTTY = false } = {}) {
  const stdout = new TextSink();
  const stderr = new TextSink({ isTTY });
  const exitCode = await runWorker({
    args,
    env: { LOG_LEVEL: 'silent', ...env },
    stdout,
    stderr,
    signal: new AbortController().signal,
    nameOwner: () => 'test',
    clock: Date.now,
    delay: async () => {},
    random: Math.random,
    adapters: {
      openSource: async () => source,
      openEmbedder: () => null,
      openSummarizer: () => null,
      openPreparer: () => inProcessPreparer,
      openWriter: async (_, deps) => new SqliteWriter(fixture.indexPath, deps),
      openReader: async () => new SqliteReader(fixture.indexPath),
    },
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}

describe('the worker', () => {
  test('the worker shows its help and its version on stdout', async () => {
    expect(await worker(['--help'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Usage:'),
    });
    expect(await worker(['--version'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  test('a secret that no header takes ends with exit code 2 and its name, and no part of it is printed', async () => {
    const QDRANT_API_KEY = 'first-half-of-a-key\nsecond-half-of-it';
    const { exitCode, stdout, stderr } = await worker(['sync', '--json'], { QDRANT_API_KEY });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('QDRANT_API_KEY: contains a line break');
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', error: { code: 'CONFIG_INVALID' } });
    expect(stdout + stderr).not.toMatch(/half-of/);
  });

  test('a variable that may be meant for another program is a warning, and the sync goes on', async () => {
    const env = { LOG_LEVEL: 'info', EMBEDDING_PROVIDER: 'ollama', QDRANT_PORT_6333_TCP_ADDR: '10.0.0.1' };
    const { exitCode, stderr } = await worker(['sync'], env, { isTTY: true });
    expect(exitCode).toBe(0);
    expect(stripVTControlCharacters(stderr)).toContain('ignored: EMBEDDING_PROVIDER\n');
  });

  test('bad usage ends with exit code 2 and one line', async () => {
    expect(await worker(['sink'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'eino-docs-worker: USAGE: unknown command "sink"; did you mean sync? See --help.\n',
    });
  });

  test('bad settings are all named at once, without secrets, and end with exit code 2', async () => {
    const { exitCode, stderr } = await worker(['sync'], {
      DOCS_SOURCE: 'nonsense',
      SYNC_SCHEDULE: 'sometimes',
      QDRANT_COLECTION: 'x',
      GITHUB_API_URL: 'https://user:hunter2@example.com',
    });
    expect(exitCode).toBe(2);
    for (const name of ['DOCS_SOURCE', 'SYNC_SCHEDULE', 'QDRANT_COLECTION', 'GITHUB_API_URL']) {
      expect(stderr).toContain(name);
    }
    expect(stderr).not.toContain('hunter2');
  });

  test('bad settings with --json print one JSON object on stdout too', async () => {
    const { exitCode, stdout } = await worker(['sync', '--json'], { DOCS_SOURCE: 'nonsense' });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'failed',
      sequence: 0,
      error: { code: 'CONFIG_INVALID' },
    });
  });
});

describe('sync', () => {
  test('sync --json prints exactly one JSON object on stdout', async () => {
    const { exitCode, stdout } = await worker(['sync', '--json']);
    expect(exitCode).toBe(0);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(Object.keys(JSON.parse(stdout)).sort()).toEqual(
      [
        'outcome',
        'sources',
        'sequence',
        'changes',
        'chunks',
        'embeddings',
        'summaries',
        'requests',
        'skipped',
        'durationMs',
      ].sort(),
    );
  });

  test('sync prints nothing on stdout without --json', async () => {
    expect(await worker(['sync'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  test('a sync that fails ends with exit code 1, one line on stderr and the report on stdout', async () => {
    await worker(['sync']);
    source.commit({ 'c.md': 'Other.' });
    const { exitCode, stdout, stderr } = await worker(['sync', '--json']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^eino-docs-worker: MASS_DELETE_REFUSED: .* --allow-mass-delete\.\n$/);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed', error: { code: 'MASS_DELETE_REFUSED' } });
  });

  test('sync shows a live view on a terminal', async () => {
    const { stderr } = await worker(['sync'], { LOG_LEVEL: 'info' }, { isTTY: true });
    const shown = stripVTControlCharacters(stderr);
    for (const step of ['head', 'diff', 'read', 'prepare', 'stage', 'publish'])
      expect(shown).toContain(`✓ ${step}`);
    expect(shown).toContain('2 added, 0 modified, 0 renamed, 0 removed');
  });
});

describe('status', () => {
  test('status says that an index that does not exist is empty, and does not create it', async () => {
    expect(await worker(['status'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('empty') });
    const { stdout } = await worker(['status', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ sequence: 0, freshness: { state: 'empty' } });
  });

  test('status says what is indexed', async () => {
    await worker(['sync']);
    expect((await worker(['status'])).stdout).toContain('2 documents in 2 chunks');
    const { stdout } = await worker(['status', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ sequence: 1, documents: 2, freshness: { state: 'fresh' } });
  });
});

describe('export', () => {
  test('export prints every document and its chunks as JSON lines, without times and ids', async () => {
    await worker(['sync']);
    const { stdout } = await worker(['export']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { document: { path: 'a.md' } },
      { chunk: { path: 'a.md', ordinal: 0 } },
      { document: { path: 'sub/b.md' } },
      { chunk: { path: 'sub/b.md', ordinal: 0 } },
    ]);
    expect(stdout).not.toMatch(/"(id|syncedAt|checkedAt)"/);
  });

  test('export prints nothing for an index that does not exist', async () => {
    expect(await worker(['export'])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });
});

describe('verify', () => {
  test('verify says to run sync first if the index does not exist', async () => {
    expect(await worker(['verify'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('INDEX_EMPTY'),
    });
  });

  test('verify ends with exit code 1 if the index differs from its source, and with 0 once it is repaired', async () => {
    await worker(['sync']);
    damageIndex(fixture.indexPath, "DELETE FROM documents WHERE path = 'a.md'");
    expect(await worker(['verify'])).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^damaged: .*\n {2}missing: a\.md\nRun verify --repair/),
    });
    const { exitCode, stdout } = await worker(['verify', '--repair', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'repaired',
      missing: ['a.md'],
      repair: { outcome: 'published' },
    });
    expect(await worker(['verify'])).toMatchObject({ exitCode: 0 });
  });

  test('verify finds an index intact after a sync', async () => {
    await worker(['sync']);
    expect(await worker(['verify'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^intact: 2 documents/),
    });
  });
});

describe('drift', () => {
  test('drift reports what documents say that the index contradicts, and ends with exit code 0', async () => {
    expect(await worker(['drift'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('INDEX_EMPTY'),
    });
    await worker(['sync']);
    expect(await worker(['drift'])).toEqual({
      exitCode: 0,
      stdout: 'no drift; 2 documents compared with 0 exported names of 0 packages\n',
      stderr: '',
    });
    const { stdout } = await worker(['drift', '--json']);
    expect(JSON.parse(stdout)).toEqual({ documents: 2, packages: 0, exportedNames: 0, drift: [] });
  });
});

describe('the command line', () => {
  test('the command line accepts a command and its flags in any order', () => {
    const expected = { kind: 'command', command: 'sync', flags: new Set(['--json', '--dry-run']) };
    expect(parseWorkerArguments(['sync', '--json', '--dry-run'])).toEqual(expected);
    expect(parseWorkerArguments(['--dry-run', 'sync', '--json', '--json'])).toEqual(expected);
  });

  test('help and version are shown whatever else the command line says', () => {
    expect(parseWorkerArguments(['sink', '--help'])).toEqual({ kind: 'help' });
    expect(parseWorkerArguments(['-h'])).toEqual({ kind: 'help' });
    expect(parseWorkerArguments(['help'])).toEqual({ kind: 'help' });
    expect(parseWorkerArguments(['--version'])).toEqual({ kind: 'version' });
    expect(parseWorkerArguments(['-v'])).toEqual({ kind: 'version' });
  });

  test.each([
    [['sink'], 'unknown command "sink"; did you mean sync?'],
    [['stat'], 'unknown command "stat"; did you mean status?'],
    [[], 'no command given; the commands are sync, schedule, status, export, verify, drift, gaps, sources.'],
    [['sync', '--jsn'], 'unknown flag "--jsn"; did you mean --json?'],
    [['sync', '--dryrun'], 'unknown flag "--dryrun"; did you mean --dry-run?'],
    [['sync', '--json=true'], 'unknown flag "--json=true"; did you mean --json?'],
    [['status', '--rebuild'], 'unknown flag "--rebuild"; status accepts --json.'],
    [['export', '--json'], 'unknown flag "--json"; export accepts no flags.'],
    [['export', '-j'], 'unknown flag "-j"; export accepts no flags.'],
    [['status', '--'], 'unknown flag "--"; status accepts --json.'],
    [['sync', 'now'], 'unexpected argument "now".'],
    [['toString'], expect.stringContaining('unknown command "toString"')],
    [
      ['bogus'],
      'unknown command "bogus"; the commands are sync, schedule, status, export, verify, drift, gaps, sources.',
    ],
  ])('the command line %j is refused with a message that names the mistake', (args, message) => {
    expect(() => parseWorkerArguments(args)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });
});

describe('the help', () => {
  test('the help fits a terminal of 80 × 24', () => {
    const lines = WORKER_HELP.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('the help names every command and flag', () => {
    for (const word of Object.entries(WORKER_COMMANDS).flat(2)) expect(WORKER_HELP).toContain(word);
  });
});
