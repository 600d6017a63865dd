import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Header, type Pack, pack } from 'tar-stream';
import type { SourceFile } from '../../src/worker/source/docs-source.ts';
import { blobSha } from '../../src/worker/source/document-files.ts';
import { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { fakeClockDeps } from '../support/loopback-github-source.ts';
import { stopServer } from '../support/loopback-server.ts';
import { plainRoot } from '../support/source-builder.ts';

const REVISION = { sha: '0'.repeat(40), date: '2026-01-05T08:00:00.000Z', subject: '' };
const PAGES = new Map(
  Array.from({ length: 40 }, (_, i) => {
    const bytes = Buffer.from(`# Page ${i}\n`);
    return [blobSha(bytes), { path: `page-${i}.md`, bytes }] as const;
  }),
);

/** Writes the entries of the archive. */
let fill: (archive: Pack) => void;
let blobRequests: number;

const server = createServer((request, response) => {
  const blob = /\/git\/blobs\/(\w+)$/.exec(request.url ?? '')?.[1];
  if (blob !== undefined) {
    blobRequests++;
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
  blobRequests = 0;
});
afterAll(() => stopServer(server));

const evil = Buffer.from('evil');
const named = (name: string, more: Partial<Header> = {}) => ({ name, ...more });

test.each<[string, (archive: Pack) => void]>([
  [
    'contains paths outside of it',
    (archive) => {
      archive.entry(named('../../../etc/passwd'), evil);
      archive.entry(named('/etc/passwd'), evil);
      archive.entry(named('docs-1/../content/docs/page-0.md'), evil);
      archive.entry(named('docs-1/content/docs/../docs/page-0.md'), evil);
    },
  ],
  [
    'has no top-level folder',
    (archive) => {
      archive.entry(named('page-0.md'), evil);
      archive.entry(named('content'), evil);
    },
  ],
  [
    'contains links and folders named like documents',
    (archive) => {
      archive.entry(named('docs-1/content/docs/page-0.md', { type: 'directory' }));
      archive.entry(named('docs-1/content/docs/page-1.md', { type: 'symlink', linkname: '/etc/passwd' }));
      archive.entry(named('docs-1/content/docs/page-2.md', { type: 'link', linkname: 'docs-1/README.md' }));
      archive.entry(named('docs-1/content/docs/page-3.md', { type: 'fifo' }));
    },
  ],
  [
    'contains documents twice, with different bytes',
    (archive) => {
      archive.entry(named('docs-1/content/docs/page-0.md'), evil);
      addPages(archive);
      archive.entry(named('docs-1/content/docs/page-1.md'), evil);
    },
  ],
])('GitHubSource reads each document once and unchanged from an archive that %s', async (_, junk) => {
  fill = (archive) => {
    junk(archive);
    addPages(archive);
  };
  expect((await readAll()).map(({ path }) => path)).toEqual([...PAGES.values()].map(({ path }) => path));
  expect(blobRequests).toBe(0);
});

test('GitHubSource reads documents that are missing from the archive as blobs', async () => {
  fill = (archive) => archive.entry(named('docs-1/README.md'), Buffer.from('nothing else'));
  expect(await readAll()).toHaveLength(PAGES.size);
  expect(blobRequests).toBe(PAGES.size);
});

function addPages(archive: Pack): void {
  for (const { path, bytes } of PAGES.values()) archive.entry(named(`docs-1/content/docs/${path}`), bytes);
}

/** Reads all documents and compares their bytes. */
async function readAll(): Promise<SourceFile[]> {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = new GitHubSource(
    { from: 'github:owner/docs', ref: 'main', roots: [plainRoot('content/docs')] },
    { owner: 'owner', name: 'docs', token: null, apiUrl, maxWaitMs: 0 },
    fakeClockDeps(),
  );
  const refs = [...PAGES].map(([blob, { path }]) => ({ path, blob }));
  const files: SourceFile[] = [];
  for await (const file of source.read(refs, REVISION)) {
    expect(file.bytes).toEqual(PAGES.get(file.blob)?.bytes);
    files.push(file);
  }
  return files;
}
