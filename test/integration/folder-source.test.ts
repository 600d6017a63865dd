import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FileRef } from '../../src/worker/source/docs-source.ts';
import type { FolderSource } from '../../src/worker/source/folder/folder-source.ts';
import { folderSource } from '../support/source-builder.ts';

let folder: string;
let source: FolderSource;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eino-docs-folder-source-'));
  writeFileSync(join(folder, 'a.md'), 'Alpha\n');
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'b.md'), 'Beta\n');
  source = folderSource(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('FolderSource', () => {
  test('the revision of a folder changes with its documents, and back when they are restored', async () => {
    const { revision } = await source.head(null);
    writeFileSync(join(folder, 'notes.txt'), 'no document');
    expect((await source.head(null)).revision.sha).toBe(revision.sha);
    renameSync(join(folder, 'a.md'), join(folder, 'c.md'));
    expect((await source.head(null)).revision.sha).not.toBe(revision.sha);
    renameSync(join(folder, 'c.md'), join(folder, 'a.md'));
    expect((await source.head(null)).revision.sha).toBe(revision.sha);
  });

  test('FolderSource rejects if a document changes between two steps of a run', async () => {
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

  test('FolderSource reads a folder with link cycles, pipes and folders named like documents', async () => {
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

  test('FolderSource withholds documents whose names are not printable', async () => {
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

  test('FolderSource follows a link to its folder and finds a docs root below it', async () => {
    const link = join(folder, 'link');
    symlinkSync('.', link);
    const below = folderSource(link, 'sub');
    expect(await below.manifest((await below.head(null)).revision)).toEqual(
      new Map([['b.md', expect.stringMatching(/^[0-9a-f]{40}$/)]]),
    );
    expect(below.identity).toMatchObject({
      from: `dir:${link}`,
      ref: null,
      roots: [{ path: 'sub', at: '' }],
    });
  });
});

describe('FolderSource: invalid folders', () => {
  test.each([
    ['that is missing', 'DOCS_NOT_FOUND', () => folderSource(join(folder, 'missing'))],
    ['that is a file', 'DOCS_NOT_FOUND', () => folderSource(join(folder, 'a.md'))],
    ['without its docs root', 'DOCS_PATH_NOT_FOUND', () => folderSource(folder, 'missing')],
    ['whose docs root is a file', 'DOCS_PATH_NOT_FOUND', () => folderSource(folder, 'a.md')],
  ])('FolderSource.head() rejects for a folder %s', async (_, code, open) => {
    const failure = open().head(null);
    await expect(failure).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^There is no folder \S+/),
      advice: expect.stringContaining('SOURCES'),
    });
  });

  test('FolderSource.head() rejects with DOCS_EMPTY for a folder without documents', async () => {
    rmSync(join(folder, 'a.md'));
    rmSync(join(folder, 'sub', 'b.md'));
    await expect(source.head(null)).rejects.toMatchObject({
      code: 'DOCS_EMPTY',
      message: expect.stringContaining(folder),
    });
  });

  // Root may read everything.
  const testAsUser = process.getuid?.() === 0 ? test.skip : test;
  testAsUser(
    'FolderSource.head() rejects with DOCS_UNREADABLE and names a subfolder that it may not read',
    async () => {
      chmodSync(join(folder, 'sub'), 0o000);
      const failure = await source.head(null).catch((error: unknown) => error);
      chmodSync(join(folder, 'sub'), 0o700);
      expect(failure).toMatchObject({
        code: 'DOCS_UNREADABLE',
        message: expect.stringContaining(join(folder, 'sub')),
      });
    },
  );

  testAsUser('FolderSource withholds a document that it may not read and reads the others', async () => {
    chmodSync(join(folder, 'a.md'), 0o000);
    const manifest = await source.manifest((await source.head(null)).revision);
    const files = await read([...manifest].map(([path, blob]) => ({ path, blob })));
    expect(files.find(({ path }) => path === 'a.md')).toMatchObject({
      bytes: null,
      withheld: 'the worker may not read it',
    });
  });
});

/** `read` of a folder checks the requested blobs and ignores the revision. */
const ANY_REVISION = { sha: '0'.repeat(64), date: '2026-01-05T08:00:00.000Z', subject: '' };

async function read(refs: readonly FileRef[]) {
  const files = [];
  for await (const file of source.read(refs, ANY_REVISION)) files.push(file);
  return files;
}
