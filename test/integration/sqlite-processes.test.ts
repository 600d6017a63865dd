import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { scanned } from '../contract/index/read-everything.ts';
import { processPath } from '../support/programs.ts';
import { type ReaderProcess, startReader } from '../support/start-reader.ts';
import { FINGERPRINT, sync } from '../support/sync-steps.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

let folder: string;
let path: string;
let now: number;
let writer: SqliteWriter;
let reader: SqliteReader;
const RUN_TIME = '2026-01-02T00:00:00.000Z';
const readers: ReaderProcess[] = [];

beforeEach(async () => {
  folder = await createTemporaryFolder('sqlite-processes');
  path = join(folder, 'index.db');
  now = Date.now();
  writer = new SqliteWriter(path, { clock: () => now });
  reader = new SqliteReader(path);
});

afterEach(async () => {
  try {
    await Promise.all(readers.splice(0).map((process) => process.stop()));
    await writer.close();
    await reader.close();
  } finally {
    await removeFolder(folder);
  }
});

function startedReader(...args: Parameters<typeof startReader>): ReaderProcess {
  const other = startReader(...args);
  readers.push(other);
  return other;
}

const version = (name: string) => ({
  documents: ['a.md', 'b.md', 'c.md'].map((it) => ({
    path: it,
    title: name,
    passages: [`graph ${name}`, 'chain'],
  })),
});

async function runCrashingWriter(moment: string): Promise<void> {
  const script = processPath('crashing-sqlite-writer-process');
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, moment], {
    stdio: 'inherit',
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

test('a reader in another process sees every publish completely and never an empty index', async () => {
  const other = startedReader(path);
  await other.printed({ version: 'empty' });
  for (const name of ['v1', 'v2', 'v3', 'v4']) {
    await sync(writer, 1, version(name));
    await other.printed({ version: name });
  }
  await sync(writer, 2, version('v5'), { fingerprint: { ...FINGERPRINT, chunker: 2 } });
  await other.printed({ version: 'v5' });
  await writer.close();
  await sync(writer, 3, version('v6'), { fingerprint: { ...FINGERPRINT, chunker: 2 } });
  await other.printed({ version: 'v6' });
  await other.stop();
  const versions = ['empty', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6'].map((name) =>
    JSON.stringify({ version: name }),
  );
  expect(other.lines.slice(0, -1)).toEqual(versions);
  expect(other.lines.at(-1)).toMatch(/^\{"reads":\d+\}$/);
});

describe('SqliteWriter: crashes', () => {
  test.each([
    'after it took the lease',
    'while it stages',
    'after it staged everything',
    'while it publishes',
    'while it publishes a rebuild',
  ])('a writer that is killed %s leaves the published index, and the next run succeeds', async (moment) => {
    await sync(writer, 1, {
      documents: [
        { path: 'a.md', passages: ['graph'] },
        { path: 'b.md', passages: ['chain'] },
      ],
    });
    await writer.close();
    const before = await Promise.all([reader.status(), scanned(reader)]);

    await runCrashingWriter(moment);
    expect(await Promise.all([reader.status(), scanned(reader)])).toEqual(before);
    const fresh = new SqliteReader(path);
    expect(await Promise.all([fresh.status(), scanned(fresh)])).toEqual(before);
    await fresh.close();

    const options = { fingerprint: FINGERPRINT, rebuild: false, owner: 'next' };
    expect(await writer.begin(options)).toMatchObject({ heldBy: 'crashing' });
    now += 3_600_000;
    const status = await sync(writer, 2, { documents: [{ path: 'c.md', passages: ['agent'] }] });
    expect(status).toMatchObject({ sequence: 2, documents: 3, chunks: 3 });
    expect((await scanned(reader)).map(({ document }) => document.path)).toEqual(['a.md', 'b.md', 'c.md']);
    const answer = await reader.search({ text: 'crash', limit: 5, chunksPerDocument: 1 });
    expect(answer.matches).toEqual([]);
  });

  test('the lease of a killed writer is free at once where its process is known to be gone', async () => {
    await runCrashingWriter('while it stages');
    const next = new SqliteWriter(path, { clock: () => now, ownerIsGone: (owner) => owner === 'crashing' });
    expect(await sync(next, 1, { documents: [{ path: 'a.md' }] })).toMatchObject({ sequence: 1 });
    await next.close();
  });

  test('a writer that is killed after it published leaves the new sequence', async () => {
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    await runCrashingWriter('after it published');
    expect((await scanned(reader)).map(({ document }) => document.path)).toEqual(['crashed.md']);
    now += 3_600_000;
    expect(await sync(writer, 2)).toMatchObject({ sequence: 3, documents: 1, chunks: 4 });
  });

  test('a writer that is killed in the first run leaves an empty index', async () => {
    await runCrashingWriter('while it publishes');
    expect(await reader.status()).toMatchObject({ sequence: 0, documents: 0 });
    now += 3_600_000;
    expect(await sync(writer, 2, { documents: [{ path: 'c.md' }] })).toMatchObject({
      sequence: 1,
      documents: 1,
    });
  });
});

/** Runs a process that publishes a large document. @returns what it printed */
async function writerProcess(limits: string, ...args: string[]): Promise<string> {
  const script = processPath('sqlite-writer-process');
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', script, path, ...args];
  const child = spawn('sh', ['-c', `${limits} exec "$@"`, 'sh', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return printed.trim();
}

test('a writer that cannot extend the file leaves the published index, and a later run succeeds', async () => {
  await sync(writer, 1, version('v1'));
  await writer.close();
  const before = await Promise.all([reader.status(), scanned(reader)]);
  expect(await writerProcess('ulimit -f 400;')).toBe('INDEX_IO');
  expect(await Promise.all([reader.status(), scanned(reader)])).toEqual(before);
  expect(await writerProcess('')).toBe('published');
  expect(await reader.status()).toMatchObject({ sequence: 2, documents: 4 });
});

/** Only root can start a process as another user, and permissions do not restrict root. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;
const NOBODY = 65_534;
asRoot('SqliteReader without write permission', () => {
  beforeEach(() => chmod(folder, 0o755));

  test('a reader without write permission sees every publish, before and after the writer is closed', async () => {
    await sync(writer, 1, version('v1'));
    await writer.close();
    const other = startedReader(path, NOBODY);
    await other.printed({ version: 'v1' });
    await sync(writer, 2, version('v2'));
    await other.printed({ version: 'v2' });
    await writer.close();
    await sync(writer, 3, version('v3'));
    await other.printed({ version: 'v3' });
    await other.stop();
    expect(other.lines).toHaveLength(4);
  });

  test('a reader without write permission can start while the writer has the file open', async () => {
    await sync(writer, 1, version('v1'));
    const other = startedReader(path, NOBODY);
    await other.printed({ version: 'v1' });
    await other.stop();
  });

  test('a reader without write permission reports missing -wal and -shm files and recovers once they exist', async () => {
    await sync(writer, 1, version('v1'));
    await writer.close();
    await Promise.all([rm(`${path}-wal`), rm(`${path}-shm`)]);
    const other = startedReader(path, NOBODY);
    await other.printed({ error: 'INDEX_UNREADABLE' });
    await writer.recordRun({ outcome: 'unchanged', startedAt: RUN_TIME, finishedAt: RUN_TIME });
    await other.printed({ version: 'v1' });
    await other.stop();
  });
});

asRoot('SqliteWriter without write permission', () => {
  beforeEach(() => chmod(folder, 0o755));

  test('a writer without write permission reports whether it may not write the folder or the file', async () => {
    expect(await writerProcess('', String(NOBODY))).toBe('INDEX_UNREADABLE');
    await sync(writer, 1, version('v1'));
    await writer.close();
    expect(await writerProcess('', String(NOBODY))).toBe('INDEX_READ_ONLY');
    expect(await reader.status()).toMatchObject({ sequence: 1 });
  });
});
