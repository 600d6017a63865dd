import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { type Pack, pack } from 'tar-stream';
import { blobSha } from '../../src/worker/source/document-files.ts';
import { stopServer } from '../support/loopback-server.ts';
import { processPath } from '../support/programs.ts';

const MIB = 1024 * 1024;
const COMMIT = '0123456789012345678901234567890123456789';
const page = (i: number) => Buffer.from(`# Page ${i}\n`);
let sentBytes = 0;

/** Redirects to an uncompressed archive with 60 MiB of other files and 40 documents at its end. */
const server = createServer((request, response) => {
  if (request.url?.includes('/git/blobs/')) {
    response.end(page(0));
  } else if (request.url?.includes('/tarball/')) {
    response.writeHead(302, { location: `http://localhost:${port()}/archive` }).end();
  } else {
    const archive = pack();
    pipeline(archive, createGzip({ level: 0 }), response, () => {});
    fill(archive);
  }
});

async function fill(archive: Pack): Promise<void> {
  const noise = randomBytes(MIB);
  const add = (name: string, bytes: Buffer) =>
    new Promise<void>((resolve) =>
      archive.entry({ name: `owner-docs-0123456/${name}` }, bytes, () => resolve()),
    );
  for (let i = 0; i < 60; i++) {
    await add(`static/${i}.bin`, noise);
    sentBytes += MIB;
  }
  for (let i = 0; i < 40; i++) await add(`content/docs/${i}.md`, page(i));
  archive.finalize();
}

function port(): number {
  return (server.address() as AddressInfo).port;
}

beforeAll(() => new Promise<void>((resolve) => server.listen(0, resolve)));
afterAll(() => stopServer(server));

test('GitHubSource reads documents from an archive of 60 MiB with less than 64 MiB of memory', async () => {
  const url = `http://127.0.0.1:${port()}`;
  const refs = Array.from({ length: 40 }, (_, i) => ({ path: `${i}.md`, blob: blobSha(page(i)) }));
  const { stdout } = await execa(process.execPath, [
    processPath('read-archive-process'),
    url,
    COMMIT,
    JSON.stringify(refs),
  ]);
  const { count, grownKiB } = JSON.parse(stdout);
  expect(count).toBe(40);
  expect(grownKiB).toBeLessThan(64 * 1024);
  expect(sentBytes).toBe(60 * MIB);
});
