import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Header, type Pack, pack } from 'tar-stream';
import type { SourceFile } from '../../src/worker/source/docs-source.ts';
import { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { blobSha } from '../../src/worker/source/source-file.ts';
import { fakeClockDeps } from '../support/loopback-github-source.ts';

const REVISION = { sha: '0'.repeat(40), date: '2026-01-05T08:00:00.000Z', subject: '' };
const PAGES = new Map(
  Array.from({ length: 40 }, (_, i) => {
    const bytes = Buffer.from(`# Page ${i}\n`);
    return [blobSha(bytes), { path: `page-${i}.md`, bytes }] as const;
  }),
);

/** Writes what the archive holds. */
let fill: (archive: Pack) => void;
let blobsAsked: number;

const server = createServer((request, response) => {
  const blob = /\/git\/blobs\/(\w+)$/.exec(request.url ?? '')?.[1];
  if (blob !== undefined) {
    blobsAsked++;
    response.end(PAGES.get(blob)?.bytes);
    return;
  }
  const archive = pack();
  pipeline(archive, createGzip(), response, () => {});
  fill(archive);
  archive.finalize();
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
beforeEach(() => {
  blobsAsked = 0;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const evil = Buffer.from('evil');
const named = (name: string, more: Partial<Header> = {}) => ({ name, ...more });

test.each<[string, (archive: Pack) => void]>([
  [
    'leads out of it',
    (archive) => {
      archive.entry(named('../../../etc/passwd'), evil);
      archive.entry(named('/etc/passwd'), evil);
      archive.entry(named('docs-1/../content/docs/page-0.md'), evil);
      archive.entry(named('docs-1/content/docs/../docs/page-0.md'), evil);
    },
  ],
  [
    'has no folder at its top',
    (archive) => {
      archive.entry(named('page-0.md'), evil);
      archive.entry(named('content'), evil);
    },
  ],
  [
    'names what is no document alike',
    (archive) => {
      archive.entry(named('docs-1/content/docs/page-0.md', { type: 'directory' }));
      archive.entry(named('docs-1/content/docs/page-1.md', { type: 'symlink', linkname: '/etc/passwd' }));
      archive.entry(named('docs-1/content/docs/page-2.md', { type: 'link', linkname: 'docs-1/README.md' }));
      archive.entry(named('docs-1/content/docs/page-3.md', { type: 'fifo' }));
    },
  ],
  [
    'has other bytes under a name, before and after the right ones',
    (archive) => {
      archive.entry(named('docs-1/content/docs/page-0.md'), evil);
      addPages(archive);
      archive.entry(named('docs-1/content/docs/page-1.md'), evil);
    },
  ],
])('an archive that %s gives each document as its blob says, once', async (_, junk) => {
  fill = (archive) => {
    junk(archive);
    addPages(archive);
  };
  expect((await readAll()).map(({ path }) => path)).toEqual([...PAGES.values()].map(({ path }) => path));
  expect(blobsAsked).toBe(0);
});

test('an archive without what it should hold is made up for by blobs', async () => {
  fill = (archive) => archive.entry(named('docs-1/README.md'), Buffer.from('nothing else'));
  expect(await readAll()).toHaveLength(PAGES.size);
  expect(blobsAsked).toBe(PAGES.size);
});

function addPages(archive: Pack): void {
  for (const { path, bytes } of PAGES.values()) archive.entry(named(`docs-1/content/docs/${path}`), bytes);
}

/** Reads all pages, and holds each against its bytes. */
async function readAll(): Promise<SourceFile[]> {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { owner: 'owner', name: 'docs', ref: 'main', docsPath: 'content/docs', token: null };
  const source = new GitHubSource({ ...options, apiUrl, maxWaitMs: 0 }, fakeClockDeps());
  const refs = [...PAGES].map(([blob, { path }]) => ({ path, blob }));
  const files: SourceFile[] = [];
  for await (const file of source.read(refs, REVISION)) {
    expect(file.bytes).toEqual(PAGES.get(file.blob)?.bytes);
    files.push(file);
  }
  return files;
}
