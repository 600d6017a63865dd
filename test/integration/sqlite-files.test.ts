import {
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EMPTY_STATUS } from '../../src/shared/domain/index-status.ts';
import { openReadOnly } from '../../src/shared/index/sqlite/sqlite-file.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { paths, scanned } from '../contract/index/read-everything.ts';
import { damageIndex } from '../support/damage-index.ts';
import { begin, FINGERPRINT, sync } from '../support/sync-steps.ts';

let folder: string;
let path: string;
let reader: SqliteReader;
const writers: SqliteWriter[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlite-files-'));
  path = join(folder, 'index.db');
  reader = new SqliteReader(path);
});

afterEach(async () => {
  await reader.close();
  for (const writer of writers.splice(0)) await writer.close();
  await rm(folder, { recursive: true });
});

function openWriter(at = path): SqliteWriter {
  const writer = new SqliteWriter(at, { clock: Date.now });
  writers.push(writer);
  return writer;
}

const options = { fingerprint: FINGERPRINT, source: 'dir:docs', owner: 'run' };
const pages = (...names: string[]) => ({
  documents: names.map((name) => ({ path: `${name}.md`, passages: [`graph ${name}`] })),
});

/** An index of these pages in a file that nobody has open. */
async function writtenIndex(at: string, ...names: string[]): Promise<void> {
  const writer = new SqliteWriter(at, { clock: Date.now });
  await sync(writer, 1, pages(...names));
  await writer.close();
}

/** Every way to read or write fails with `code`, also a rebuild, and leaves the folder as it is. */
async function expectRefused(code: string): Promise<void> {
  const before = await Promise.all([readFile(path), stat(path), readdir(folder)]);
  const writer = openWriter();
  const run = { outcome: 'unchanged' as const, startedAt: '', finishedAt: '' };
  for (const refused of [
    reader.status(),
    reader.search({ text: 'graph', limit: 5, chunksPerDocument: 1 }),
    scanned(reader),
    writer.inspect({ ...options, rebuild: false }),
    writer.begin({ ...options, rebuild: false }),
    writer.begin({ ...options, rebuild: true }),
    writer.recordRun(run),
  ]) {
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringContaining(path) });
  }
  await writer.close();
  const after = await Promise.all([readFile(path), stat(path), readdir(folder)]);
  expect(after[0].equals(before[0])).toBe(true);
  expect(after[1].mtimeMs).toBe(before[1].mtimeMs);
  expect(before[2]).toEqual(expect.arrayContaining(after[2]));
}

test('an index from before chunks had sections is searched as if none had any', async () => {
  await writtenIndex(path, 'a');
  const db = new DatabaseSync(path);
  db.exec("UPDATE chunks SET record = json_remove(record, '$.sections')");
  db.close();
  const { matches } = await reader.search({ text: 'graph', limit: 5, chunksPerDocument: 1 });
  expect(matches[0]?.chunks[0]?.chunk.sections).toEqual([]);
});

describe('a file that is not an index', () => {
  test.each([
    ['a text', Buffer.from('# Notes\n\nNot a database at all.\n')],
    ['a short file', Buffer.from('SQLite')],
    ['random bytes', Buffer.from(Array.from({ length: 8192 }, (_, n) => (n * 7919) % 256))],
  ])('is refused by name and left as it is: %s', async (_, content) => {
    await writeFile(path, content);
    await expectRefused('INDEX_FOREIGN');
  });

  test.each(['DELETE', 'WAL'])("is refused also as another program's database, in %s mode", async (mode) => {
    const db = new DatabaseSync(path);
    db.exec(
      `PRAGMA journal_mode = ${mode}; CREATE TABLE state (status TEXT); INSERT INTO state VALUES ('mine')`,
    );
    db.close();
    await expectRefused('INDEX_FOREIGN');
  });

  test('is refused also as a folder', async () => {
    await mkdir(path);
    await expect(reader.status()).rejects.toMatchObject({ code: 'INDEX_FOREIGN' });
    await expect(openWriter().begin({ ...options, rebuild: true })).rejects.toMatchObject({
      code: 'INDEX_FOREIGN',
    });
  });

  test('is a blank one in which the first run makes an index', async () => {
    await writeFile(path, '');
    expect(await reader.status()).toEqual(EMPTY_STATUS);
    await sync(openWriter(), 1, pages('a'));
    expect(await paths(reader)).toEqual(['a.md']);
  });
});

test('an index of a newer version is refused by name and left as it is', async () => {
  await writtenIndex(path, 'a');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 2');
  db.close();
  await expectRefused('INDEX_TOO_NEW');
});

describe('a damaged index', () => {
  test('is refused by name and never repaired by overwriting', async () => {
    await writtenIndex(path, 'a', 'b');
    const { size } = await stat(path);
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
    await file.close();
    await expectRefused('INDEX_CORRUPT');
  });

  test('is refused also when its end is missing', async () => {
    await writtenIndex(path, 'a', 'b');
    await truncate(path, 8192);
    await expectRefused('INDEX_CORRUPT');
  });

  test.each([
    ['state', 'DROP TABLE state'],
    ['its documents', 'DROP TABLE documents'],
    ['the table of words', 'DROP TABLE chunk_words'],
    ['a staging table', 'DROP TABLE staged_chunks'],
  ])('is refused also when it lacks %s, in whatever mode it is', async (_, statement) => {
    await writtenIndex(path, 'a');
    damageIndex(path, `PRAGMA journal_mode = DELETE; ${statement}`);
    await expectRefused('INDEX_CORRUPT');
  });

  test.each([
    ['is no JSON', 'UPDATE state SET status = \'{"sequence": 1\''],
    ['is empty', "UPDATE state SET status = '{}'"],
    ['is older than the data', "UPDATE state SET status = json_set(status, '$.sequence', 0)"],
    ['is gone', 'DELETE FROM state'],
  ])('is refused also when its status %s', async (_, statement) => {
    await writtenIndex(path, 'a');
    damageIndex(path, `PRAGMA journal_mode = DELETE; ${statement}`);
    await expectRefused('INDEX_CORRUPT');
  });

  test('is answered from as soon as it has been replaced by a sound one', async () => {
    const copy = join(folder, 'copy.db');
    await writtenIndex(path, 'a');
    await copyFile(path, copy);
    await truncate(path, 8192);
    await expect(reader.status()).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
    await rename(copy, path);
    expect(await paths(reader)).toEqual(['a.md']);
  });
});

describe('a file that changes under a reader', () => {
  test('may be replaced by another index', async () => {
    await writtenIndex(path, 'a');
    expect(await paths(reader)).toEqual(['a.md']);
    const other = join(folder, 'other.db');
    await writtenIndex(other, 'b', 'c');
    await rename(other, path);
    expect(await paths(reader)).toEqual(['b.md', 'c.md']);
    await sync(openWriter(), 2, { ...pages('d'), removed: ['b.md'] });
    expect(await paths(reader)).toEqual(['c.md', 'd.md']);
  });

  test('may be deleted, which leaves an empty index, and be written anew', async () => {
    await writtenIndex(path, 'a');
    expect(await paths(reader)).toEqual(['a.md']);
    await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(path + suffix)));
    expect(await reader.status()).toEqual(EMPTY_STATUS);
    await writtenIndex(path, 'b');
    expect(await paths(reader)).toEqual(['b.md']);
  });

  test('may be locked as a whole, which is said at once and over when the lock is', async () => {
    await writtenIndex(path, 'a');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE state SET id = 1; COMMIT');
    await expect(reader.status()).rejects.toMatchObject({
      code: 'INDEX_LOCKED',
      message: expect.stringContaining(path),
    });
    db.close();
    expect(await paths(reader)).toEqual(['a.md']);
  });

  test('may lose its companion files', async () => {
    await writtenIndex(path, 'a');
    await Promise.all(['-wal', '-shm'].map((suffix) => rm(path + suffix)));
    expect(await paths(reader)).toEqual(['a.md']);
  });
});

test('a run that meets another in the middle of its publish is told who holds the lease', async () => {
  await writtenIndex(path, 'a');
  await begin(openWriter(), { owner: 'first' });
  const publishing = new DatabaseSync(path);
  publishing.exec('BEGIN IMMEDIATE');
  expect(await openWriter().begin({ ...options, rebuild: false })).toMatchObject({ heldBy: 'first' });
  publishing.close();
});

test('a writer that is kept open notices that its file has gone', async () => {
  const writer = openWriter();
  await sync(writer, 1, pages('a'));
  await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(path + suffix)));
  await sync(writer, 2, pages('b'));
  expect(await paths(reader)).toEqual(['b.md']);
});

describe('whatever a path looks like, it is the path of a file', () => {
  const before = process.cwd();

  beforeEach(() => process.chdir(folder));

  afterEach(() => process.chdir(before));

  test.each([':memory:', 'file:index.db?mode=memory', 'link.db'])('%s', async (name) => {
    if (name === 'link.db') await symlink(path, name);
    await writtenIndex(name, 'a');
    const other = new SqliteReader(name);
    expect(await paths(other)).toEqual(['a.md']);
    await other.close();
    const file = name === 'link.db' ? 'index.db' : name;
    expect(await readdir(folder)).toEqual(expect.arrayContaining([file, `${file}-shm`, `${file}-wal`]));
  });
});

describe('what a reader does to the folder', () => {
  test('a reader makes no folder; the first write does', async () => {
    const deep = join(folder, 'not', 'yet', 'index.db');
    const early = new SqliteReader(deep);
    expect(await early.status()).toEqual(EMPTY_STATUS);
    await openWriter(deep).inspect({ ...options, rebuild: false });
    expect(await readdir(folder)).toEqual([]);
    await sync(openWriter(deep), 1, pages('a'));
    expect(await paths(early)).toEqual(['a.md']);
    await early.close();
  });

  test('reading everything changes not a byte of the index', async () => {
    await writtenIndex(path, 'a', 'b');
    const before = await readFile(path);
    await reader.search({
      text: 'graph',
      vector: new Float32Array(64).fill(1),
      limit: 5,
      chunksPerDocument: 1,
    });
    await Promise.all([reader.status(), reader.document('a.md'), reader.documents(), reader.changesSince()]);
    expect(await scanned(reader)).toHaveLength(2);
    await reader.close();
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  test('a connection for reading refuses every way to write', async () => {
    await writtenIndex(path, 'a');
    const db = openReadOnly(path);
    for (const sql of [
      "INSERT INTO publishes VALUES (9, '{}')",
      'DELETE FROM documents',
      'UPDATE state SET status = status',
      'CREATE TABLE mine (x)',
      'PRAGMA user_version = 9',
      'DELETE FROM chunk_words',
      'VACUUM',
    ]) {
      expect(() => db.exec(sql)).toThrow(/readonly/);
    }
    db.close();
  });
});

test('a scan goes on in the sequence it began in, whatever is published meanwhile', async () => {
  const writer = openWriter();
  await sync(writer, 1, pages('a', 'b', 'c'));
  const seen: string[] = [];
  for await (const { document } of reader.scan()) {
    if (seen.length === 0) await sync(writer, 2, { ...pages('d'), removed: ['b.md', 'c.md'] });
    seen.push(document.path);
  }
  expect(seen).toEqual(['a.md', 'b.md', 'c.md']);
  expect(await paths(reader)).toEqual(['a.md', 'd.md']);
});
