import {
  copyFile,
  mkdir,
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
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EMPTY_STATUS } from '../../src/shared/domain/index-status.ts';
import { SQLITE_SCHEMA_VERSION } from '../../src/shared/index/sqlite/schema.ts';
import { openReadOnly } from '../../src/shared/index/sqlite/sqlite-file.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import { paths, scanned } from '../contract/index/read-everything.ts';
import { damageIndex } from '../support/damage-index.ts';
import { withEarlierTables } from '../support/earlier-version.ts';
import { begin, FINGERPRINT, sync } from '../support/sync-steps.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { wordTables } from '../support/word-tables.ts';

let folder: string;
let path: string;
let reader: SqliteReader;
const writers: SqliteWriter[] = [];

beforeEach(async () => {
  folder = await createTemporaryFolder('sqlite-files');
  path = join(folder, 'index.db');
  reader = new SqliteReader(path);
});

afterEach(async () => {
  try {
    await reader.close();
    for (const writer of writers.splice(0)) await writer.close();
  } finally {
    await removeFolder(folder);
  }
});

function openWriter(at = path): SqliteWriter {
  const writer = new SqliteWriter(at, { clock: Date.now });
  writers.push(writer);
  return writer;
}

const options = { fingerprint: FINGERPRINT, owner: 'run' };
const pages = (...names: string[]) => ({
  documents: names.map((name) => ({ path: `${name}.md`, passages: [`graph ${name}`] })),
});

/** Writes an index of these documents and closes the file. */
async function writtenIndex(at: string, ...names: string[]): Promise<void> {
  const writer = new SqliteWriter(at, { clock: Date.now });
  await sync(writer, 1, pages(...names));
  await writer.close();
}

/** Expects that every read and every write, even a rebuild, rejects with `code` and leaves the folder unchanged. */
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

test('SqliteReader reads chunks without sections from an index of an earlier version', async () => {
  await writtenIndex(path, 'a');
  damageIndex(path, "UPDATE chunks SET record = json_remove(record, '$.sections')");
  const { matches } = await reader.search({ text: 'graph', limit: 5, chunksPerDocument: 1 });
  expect(matches[0]?.chunks[0]?.chunk.sections).toEqual([]);
});

describe('SQLite index: foreign files', () => {
  test.each([
    ['a text file', Buffer.from('# Notes\n\nNot a database at all.\n')],
    ['a short file', Buffer.from('SQLite')],
    ['random bytes', Buffer.from(Array.from({ length: 8192 }, (_, n) => (n * 7919) % 256))],
  ])('reader and writer refuse a foreign file and leave it unchanged: %s', async (_, content) => {
    await writeFile(path, content);
    await expectRefused('INDEX_FOREIGN');
  });

  test.each(['DELETE', 'WAL'])(
    "reader and writer refuse another program's database in %s mode",
    async (mode) => {
      const db = new DatabaseSync(path);
      db.exec(
        `PRAGMA journal_mode = ${mode}; CREATE TABLE state (status TEXT); INSERT INTO state VALUES ('mine')`,
      );
      db.close();
      await expectRefused('INDEX_FOREIGN');
    },
  );

  test('reader and writer refuse a folder', async () => {
    await mkdir(path);
    await expect(reader.status()).rejects.toMatchObject({ code: 'INDEX_FOREIGN' });
    await expect(openWriter().begin({ ...options, rebuild: true })).rejects.toMatchObject({
      code: 'INDEX_FOREIGN',
    });
  });

  test('the first run creates an index in an empty file', async () => {
    await writeFile(path, '');
    expect(await reader.status()).toEqual(EMPTY_STATUS);
    await sync(openWriter(), 1, pages('a'));
    expect(await paths(reader)).toEqual(['a.md']);
  });
});

test('reader and writer refuse an index of a newer version with INDEX_TOO_NEW and leave it unchanged', async () => {
  await writtenIndex(path, 'a');
  damageIndex(path, `PRAGMA user_version = ${SQLITE_SCHEMA_VERSION + 1}`);
  await expectRefused('INDEX_TOO_NEW');
});

test('an index of an earlier version is read as it is, and the next publish replaces its tables', async () => {
  await writtenIndex(path, 'a');
  const before = await scanned(reader);
  const found = await reader.search({ text: 'graph', limit: 5, chunksPerDocument: 1 });
  await reader.close();
  const earlier = new DatabaseSync(path);
  withEarlierTables(earlier);
  earlier.exec('PRAGMA user_version = 1');
  earlier.close();
  expect(await scanned(reader)).toEqual(before);
  expect(await reader.search({ text: 'graph', limit: 5, chunksPerDocument: 1 })).toEqual(found);
  expect((await reader.termCounts(['text'])).counts.size).toBe(0);
  expect((await reader.namesUnder([1, 2, 3], 9)).names).toEqual([]);
  expect((await reader.outdatedNames()).names.size).toBe(0);
  expect(await paths(reader)).toEqual(['a.md']);
  const writer = openWriter();
  const view = await writer.inspect({ ...options, rebuild: false });
  expect(view.rebuild).toBe(true);
  expect(await view.contents(['a.md'])).toEqual(new Map([['a.md', before[0]?.document.content]]));
  expect(schemaVersion()).toBe(1);

  await sync(writer, 2, pages('a', 'b'));
  expect(schemaVersion()).toBe(SQLITE_SCHEMA_VERSION);
  expect(await paths(reader)).toEqual(['a.md', 'b.md']);
  const fresh = join(folder, 'fresh.db');
  await writtenIndex(fresh, 'a', 'b');
  expect(wordTables(path)).toEqual(wordTables(fresh));
  await sync(writer, 3, { ...pages('b'), removed: ['a.md'] });
  expect(await paths(reader)).toEqual(['b.md']);
});

test('a file of this version that lacks one of its tables is refused with INDEX_CORRUPT', async () => {
  await writtenIndex(path, 'a');
  damageIndex(path, 'DROP TABLE terms');
  await expectRefused('INDEX_CORRUPT');
});

function schemaVersion(): unknown {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db.prepare('PRAGMA user_version').get()?.['user_version'];
  } finally {
    db.close();
  }
}

describe('SQLite index: damaged files', () => {
  test('reader and writer refuse a damaged index with INDEX_CORRUPT and do not overwrite it', async () => {
    await writtenIndex(path, 'a', 'b');
    const { size } = await stat(path);
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
    await file.close();
    await expectRefused('INDEX_CORRUPT');
  });

  test('reader and writer refuse a truncated index', async () => {
    await writtenIndex(path, 'a', 'b');
    await truncate(path, 8192);
    await expectRefused('INDEX_CORRUPT');
  });

  test.each([
    ['its state table', 'DROP TABLE state'],
    ['its table of documents', 'DROP TABLE documents'],
    ['its full-text table', 'DROP TABLE chunk_words'],
    ['an index of its tables', 'DROP INDEX chunks_by_place'],
  ])('reader and writer refuse an index without %s', async (_, statement) => {
    await writtenIndex(path, 'a');
    damageIndex(path, `PRAGMA journal_mode = DELETE; ${statement}`);
    await expectRefused('INDEX_CORRUPT');
  });

  test.each([
    ['is invalid JSON', 'UPDATE state SET status = \'{"sequence": 1\''],
    ['is empty', "UPDATE state SET status = '{}'"],
    ['is older than the data', "UPDATE state SET status = json_set(status, '$.sequence', 0)"],
    ['is missing', 'DELETE FROM state'],
  ])('reader and writer refuse an index whose status %s', async (_, statement) => {
    await writtenIndex(path, 'a');
    damageIndex(path, `PRAGMA journal_mode = DELETE; ${statement}`);
    await expectRefused('INDEX_CORRUPT');
  });

  test('SqliteReader recovers once an intact index replaces a damaged one', async () => {
    const copy = join(folder, 'copy.db');
    await writtenIndex(path, 'a');
    await copyFile(path, copy);
    await truncate(path, 8192);
    await expect(reader.status()).rejects.toMatchObject({ code: 'INDEX_CORRUPT' });
    await rename(copy, path);
    expect(await paths(reader)).toEqual(['a.md']);
  });
});

describe('SqliteReader: changing files', () => {
  test('SqliteReader reads the new index after the file is replaced', async () => {
    await writtenIndex(path, 'a');
    expect(await paths(reader)).toEqual(['a.md']);
    const other = join(folder, 'other.db');
    await writtenIndex(other, 'b', 'c');
    await rename(other, path);
    expect(await paths(reader)).toEqual(['b.md', 'c.md']);
    await sync(openWriter(), 2, { ...pages('d'), removed: ['b.md'] });
    expect(await paths(reader)).toEqual(['c.md', 'd.md']);
  });

  test('SqliteReader treats a deleted file as an empty index and reads a new one', async () => {
    await writtenIndex(path, 'a');
    expect(await paths(reader)).toEqual(['a.md']);
    await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(path + suffix)));
    expect(await reader.status()).toEqual(EMPTY_STATUS);
    await writtenIndex(path, 'b');
    expect(await paths(reader)).toEqual(['b.md']);
  });

  test('SqliteReader rejects with INDEX_LOCKED while the file is locked exclusively', async () => {
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

  test('SqliteReader tries an exclusively locked file ten times, 25 ms apart', async () => {
    await writtenIndex(path, 'a');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE state SET id = 1; COMMIT');
    const waits: number[] = [];
    const unlockedForTheLastTry = new SqliteReader(path, {
      delay: async (ms) => {
        waits.push(ms);
        if (waits.length === 9) db.close();
      },
    });
    expect(await paths(unlockedForTheLastTry)).toEqual(['a.md']);
    expect(waits).toEqual(Array.from({ length: 9 }, () => 25));
    await unlockedForTheLastTry.close();
  });

  test('SqliteReader reads an index whose -wal and -shm files were deleted', async () => {
    await writtenIndex(path, 'a');
    await Promise.all(['-wal', '-shm'].map((suffix) => rm(path + suffix)));
    expect(await paths(reader)).toEqual(['a.md']);
  });
});

test('SqliteWriter.begin() names the holder of the lease while that run publishes', async () => {
  await writtenIndex(path, 'a');
  await begin(openWriter(), { owner: 'first' });
  const publishing = new DatabaseSync(path);
  publishing.exec('BEGIN IMMEDIATE');
  expect(await openWriter().begin({ ...options, rebuild: false })).toMatchObject({ heldBy: 'first' });
  publishing.close();
});

test('SqliteWriter creates a new index if its file was deleted while it was open', async () => {
  const writer = openWriter();
  await sync(writer, 1, pages('a'));
  await Promise.all(['', '-wal', '-shm'].map((suffix) => rm(path + suffix)));
  await sync(writer, 2, pages('b'));
  expect(await paths(reader)).toEqual(['b.md']);
});

describe('SQLite index: unusual paths', () => {
  const before = process.cwd();

  beforeEach(() => process.chdir(folder));

  afterEach(() => process.chdir(before));

  test.each([':memory:', 'file:index.db?mode=memory', 'link.db'])(
    'an index at the path %s is stored in a file',
    async (name) => {
      if (name === 'link.db') await symlink(path, name);
      await writtenIndex(name, 'a');
      const other = new SqliteReader(name);
      expect(await paths(other)).toEqual(['a.md']);
      await other.close();
      const file = name === 'link.db' ? 'index.db' : name;
      expect(await readdir(folder)).toEqual(expect.arrayContaining([file, `${file}-shm`, `${file}-wal`]));
    },
  );
});

describe('SqliteReader: no writes', () => {
  test('SqliteReader and SqliteWriter.inspect() create no folder; the first sync does', async () => {
    const deep = join(folder, 'not', 'yet', 'index.db');
    const early = new SqliteReader(deep);
    expect(await early.status()).toEqual(EMPTY_STATUS);
    await openWriter(deep).inspect({ ...options, rebuild: false });
    expect(await readdir(folder)).toEqual([]);
    await sync(openWriter(deep), 1, pages('a'));
    expect(await paths(early)).toEqual(['a.md']);
    await early.close();
  });

  test('SqliteReader does not change a byte of the index', async () => {
    await writtenIndex(path, 'a', 'b');
    const before = await readFile(path);
    await reader.search({
      text: 'graph',
      vector: new Float32Array(64).fill(1),
      limit: 5,
      chunksPerDocument: 1,
    });
    await Promise.all([reader.status(), reader.document('a.md'), reader.list(), reader.changesSince()]);
    expect(await scanned(reader)).toHaveLength(2);
    await reader.close();
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  test('openReadOnly() opens a connection that refuses every kind of write', async () => {
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

test('SqliteReader.scan() stays in the sequence it began with while others are published', async () => {
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
