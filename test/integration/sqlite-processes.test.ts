import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { scanned } from '../contract/index/read-everything.ts';
import { type ReaderProcess, startReader } from '../support/reader-process.ts';
import { FINGERPRINT, sync } from '../support/sync-steps.ts';

// Each test starts a few processes, on a machine that may be busy.
jest.setTimeout(30_000);

let folder: string;
let path: string;
let now: number;
let writer: SqliteWriter;
let reader: SqliteReader;
const others: ReaderProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlite-processes-'));
  path = join(folder, 'index.db');
  now = Date.now();
  writer = new SqliteWriter(path, { clock: () => now });
  reader = new SqliteReader(path);
});

afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
  await writer.close();
  await reader.close();
  await rm(folder, { recursive: true });
});

function started(...args: Parameters<typeof startReader>): ReaderProcess {
  const other = startReader(...args);
  others.push(other);
  return other;
}

const version = (name: string) => ({
  documents: ['a.md', 'b.md', 'c.md'].map((it) => ({
    path: it,
    title: name,
    passages: [`graph ${name}`, 'chain'],
  })),
});

async function killedWriter(moment: string): Promise<void> {
  const script = fileURLToPath(new URL('../support/sqlite-writer-that-dies.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, moment], {
    stdio: 'inherit',
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

test('a reader in another process sees every publish in full, and never an empty index in between', async () => {
  const other = started(path);
  await other.said({ version: 'empty' });
  for (const name of ['v1', 'v2', 'v3', 'v4']) {
    await sync(writer, 1, version(name));
    await other.said({ version: name });
  }
  await sync(writer, 2, version('v5'), { fingerprint: { ...FINGERPRINT, chunker: 2 } });
  await other.said({ version: 'v5' });
  await writer.close();
  await sync(writer, 3, version('v6'), { fingerprint: { ...FINGERPRINT, chunker: 2 } });
  await other.said({ version: 'v6' });
  await other.stop();
  const versions = ['empty', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6'].map((name) =>
    JSON.stringify({ version: name }),
  );
  expect(other.lines.slice(0, -1)).toEqual(versions);
  expect(other.lines.at(-1)).toMatch(/^\{"reads":\d+\}$/);
});

describe('a writer that is killed', () => {
  test.each([
    'with the lease',
    'while staging',
    'with everything staged',
    'while publishing',
    'while publishing a rebuild',
  ])('a writer killed %s leaves the published index unchanged, and the next run succeeds', async (moment) => {
    await sync(writer, 1, {
      documents: [
        { path: 'a.md', passages: ['graph'] },
        { path: 'b.md', passages: ['chain'] },
      ],
    });
    await writer.close();
    const before = await Promise.all([reader.status(), scanned(reader)]);

    await killedWriter(moment);
    expect(await Promise.all([reader.status(), scanned(reader)])).toEqual(before);
    const fresh = new SqliteReader(path);
    expect(await Promise.all([fresh.status(), scanned(fresh)])).toEqual(before);
    await fresh.close();

    const options = { fingerprint: FINGERPRINT, source: 'dir:docs', rebuild: false, owner: 'next' };
    expect(await writer.begin(options)).toMatchObject({ heldBy: 'doomed' });
    now += 3_600_000;
    const status = await sync(writer, 2, { documents: [{ path: 'c.md', passages: ['agent'] }] });
    expect(status).toMatchObject({ sequence: 2, documents: 3, chunks: 3 });
    expect((await scanned(reader)).map(({ document }) => document.path)).toEqual(['a.md', 'b.md', 'c.md']);
    const answer = await reader.search({ text: 'doom', limit: 5, chunksPerDocument: 1 });
    expect(answer.matches).toEqual([]);
  });

  test('a writer killed after its publish has published', async () => {
    await sync(writer, 1, { documents: [{ path: 'a.md', passages: ['graph'] }] });
    await killedWriter('with everything published');
    expect((await scanned(reader)).map(({ document }) => document.path)).toEqual(['doomed.md']);
    now += 3_600_000;
    expect(await sync(writer, 2)).toMatchObject({ sequence: 3, documents: 1, chunks: 4 });
  });

  test('a writer killed in the first run leaves an empty index', async () => {
    await killedWriter('while publishing');
    expect(await reader.status()).toMatchObject({ sequence: 0, documents: 0 });
    now += 3_600_000;
    expect(await sync(writer, 2, { documents: [{ path: 'c.md' }] })).toMatchObject({
      sequence: 1,
      documents: 1,
    });
  });
});

/** Runs a process that publishes a large document, and resolves to what it printed. */
async function writerProcess(limits: string, ...args: string[]): Promise<string> {
  const script = fileURLToPath(new URL('../support/sqlite-writer-process.ts', import.meta.url));
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', script, path, ...args];
  const child = spawn('sh', ['-c', `${limits} exec "$@"`, 'sh', ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return printed.trim();
}

test('a run that fails for a full disk leaves the published index unchanged, and a later run succeeds', async () => {
  await sync(writer, 1, version('v1'));
  await writer.close();
  const before = await Promise.all([reader.status(), scanned(reader)]);
  expect(await writerProcess('ulimit -f 400;')).toBe('INDEX_IO');
  expect(await Promise.all([reader.status(), scanned(reader)])).toEqual(before);
  expect(await writerProcess('')).toBe('published');
  expect(await reader.status()).toMatchObject({ sequence: 2, documents: 4 });
});

/** Only root may become somebody else, and only somebody else is kept from writing by permissions. */
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;
const NOBODY = 65_534;
asRoot('a reader that may not write into the folder', () => {
  beforeEach(() => chmod(folder, 0o755));

  test('a reader without write permission reads publishes before, during and after a run', async () => {
    await sync(writer, 1, version('v1'));
    await writer.close();
    const other = started(path, NOBODY);
    await other.said({ version: 'v1' });
    await sync(writer, 2, version('v2'));
    await other.said({ version: 'v2' });
    await writer.close();
    await sync(writer, 3, version('v3'));
    await other.said({ version: 'v3' });
    await other.stop();
    expect(other.lines).toHaveLength(4);
  });

  test('a reader without write permission can start while the worker has the file open', async () => {
    await sync(writer, 1, version('v1'));
    const other = started(path, NOBODY);
    await other.said({ version: 'v1' });
    await other.stop();
  });

  test('a reader without write permission reports missing companion files, and recovers once they exist', async () => {
    await sync(writer, 1, version('v1'));
    await writer.close();
    await Promise.all([rm(`${path}-wal`), rm(`${path}-shm`)]);
    const other = started(path, NOBODY);
    await other.said({ error: 'INDEX_UNREADABLE' });
    await writer.recordRun({ outcome: 'unchanged', startedAt: '', finishedAt: '' });
    await other.said({ version: 'v1' });
    await other.stop();
  });
});

asRoot('a writer that may not write', () => {
  beforeEach(() => chmod(folder, 0o755));

  test('a writer without write permission on the folder or the file reports it', async () => {
    expect(await writerProcess('', String(NOBODY))).toBe('INDEX_UNREADABLE');
    await sync(writer, 1, version('v1'));
    await writer.close();
    expect(await writerProcess('', String(NOBODY))).toBe('INDEX_READ_ONLY');
    expect(await reader.status()).toMatchObject({ sequence: 1 });
  });
});
