import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FileRef } from '../../src/worker/source/docs-source.ts';
import { FolderSource } from '../../src/worker/source/folder/folder-source.ts';

let folder: string;
let source: FolderSource;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-source-'));
  writeFileSync(join(folder, 'a.md'), 'Alpha\n');
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'b.md'), 'Beta\n');
  source = new FolderSource(folder, '');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder', () => {
  test('has the same revision until a document changes, and again when it is changed back', async () => {
    const { revision } = await source.head(null);
    writeFileSync(join(folder, 'notes.txt'), 'no document');
    expect((await source.head(null)).revision.sha).toBe(revision.sha);
    renameSync(join(folder, 'a.md'), join(folder, 'c.md'));
    expect((await source.head(null)).revision.sha).not.toBe(revision.sha);
    renameSync(join(folder, 'c.md'), join(folder, 'a.md'));
    expect((await source.head(null)).revision.sha).toBe(revision.sha);
  });

  test('that changes between two steps of a run is refused', async () => {
    const { revision } = await source.head(null);
    const refs = [...(await source.manifest(revision))].map(([path, blob]) => ({ path, blob }));
    writeFileSync(join(folder, 'a.md'), 'Other\n');
    await expect(source.manifest(revision)).rejects.toMatchObject({ code: 'DOCS_CHANGED_WHILE_READING' });
    await expect(read(refs)).rejects.toMatchObject({ code: 'DOCS_CHANGED_WHILE_READING' });
    rmSync(join(folder, 'a.md'));
    await expect(read(refs)).rejects.toMatchObject({ code: 'DOCS_CHANGED_WHILE_READING' });
    symlinkSync('/etc/passwd', join(folder, 'a.md'));
    await expect(read(refs)).rejects.toMatchObject({ code: 'DOCS_CHANGED_WHILE_READING' });
  });

  test('with links that lead round in circles, pipes and folders that look like pages is read to its end', async () => {
    symlinkSync('..', join(folder, 'sub', 'up'));
    symlinkSync('self.md', join(folder, 'self.md'));
    mkdirSync(join(folder, 'looks-like-a-page.md'));
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe.md')]);
    const { revision } = await source.head(null);
    const manifest = await source.manifest(revision);
    expect([...manifest.keys()].sort()).toEqual(['a.md', 'pipe.md', 'self.md', 'sub/b.md']);
    const files = await read([...manifest].map(([path, blob]) => ({ path, blob })));
    expect(files.find(({ path }) => path === 'self.md')).toMatchObject({ withheld: 'a symbolic link' });
    expect(files.find(({ path }) => path === 'pipe.md')).toMatchObject({ withheld: 'not a regular file' });
  });

  test('names what it cannot read by its name', async () => {
    writeFileSync(join(folder, 'line\nbreak.md'), 'Gamma\n');
    writeFileSync(
      Buffer.concat([Buffer.from(join(folder, 'bad')), Buffer.from([0xff]), Buffer.from('.md')]),
      '',
    );
    mkdirSync(Buffer.concat([Buffer.from(join(folder, 'bad')), Buffer.from([0xff])]));
    const manifest = await source.manifest((await source.head(null)).revision);
    const files = await read([...manifest].map(([path, blob]) => ({ path, blob })));
    expect(files.filter(({ bytes }) => bytes === null)).toMatchObject([
      { path: 'bad\uFFFD.md', withheld: 'its name is not printable text' },
      { path: 'line\uFFFDbreak.md', withheld: 'its name is not printable text' },
    ]);
  });

  test('may itself be reached through a link, and its docs root lie below it', async () => {
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    const below = new FolderSource(link, 'sub');
    expect(await below.manifest((await below.head(null)).revision)).toEqual(
      new Map([['b.md', expect.stringMatching(/^[0-9a-f]{40}$/)]]),
    );
    expect(below.identity).toBe(`dir:${link}/sub`);
    rmSync(link);
  });
});

describe('a folder that is none', () => {
  test.each([
    ['missing', 'DOCS_NOT_FOUND', () => new FolderSource(join(folder, 'missing'), '')],
    ['a file', 'DOCS_NOT_FOUND', () => new FolderSource(join(folder, 'a.md'), '')],
    ['without its docs root', 'DOCS_PATH_NOT_FOUND', () => new FolderSource(folder, 'missing')],
    ['whose docs root is a file', 'DOCS_PATH_NOT_FOUND', () => new FolderSource(folder, 'a.md')],
  ])('is said to be %s', async (_, code, open) => {
    const failure = open().head(null);
    await expect(failure).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^There is no folder \S+/),
    });
  });

  test('is said to be empty', async () => {
    rmSync(join(folder, 'a.md'));
    rmSync(join(folder, 'sub', 'b.md'));
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'DOCS_EMPTY',
      message: expect.stringContaining(folder),
    });
  });

  // Who may read everything cannot be refused anything.
  const testAsUser = process.getuid?.() === 0 ? test.skip : test;
  testAsUser('is said to be unreadable, by name, where a folder in it is', async () => {
    chmodSync(join(folder, 'sub'), 0o000);
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'DOCS_UNREADABLE',
      message: expect.stringContaining(join(folder, 'sub')),
    });
    chmodSync(join(folder, 'sub'), 0o700);
  });

  testAsUser('is none the less read where a page in it may not be, which is withheld', async () => {
    chmodSync(join(folder, 'a.md'), 0o000);
    const manifest = await source.manifest((await source.head(null)).revision);
    const files = await read([...manifest].map(([path, blob]) => ({ path, blob })));
    expect(files.find(({ path }) => path === 'a.md')).toMatchObject({
      bytes: null,
      withheld: 'the worker may not read it',
    });
  });
});

/** A folder is held against the blobs asked for, not against a revision. */
const ANY_REVISION = { sha: '0'.repeat(64), date: '2026-01-05T08:00:00.000Z', subject: '' };

async function read(refs: readonly FileRef[]) {
  const files = [];
  for await (const file of source.read(refs, ANY_REVISION)) files.push(file);
  return files;
}
