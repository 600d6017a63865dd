import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { QdrantReader } from '../../src/shared/index/qdrant/qdrant-reader.ts';
import { listenOnLoopback, stopServer } from '../support/loopback-server.ts';
import { openQdrantReader } from '../support/qdrant-index.ts';

/** Tests how a collection without a state point is read, against a bare HTTP server that answers as Qdrant does. */

let server: Server;
let reader: QdrantReader;
/** The points and the metadata of the collection. */
let points: unknown[];
let metadata: unknown;

beforeEach(async () => {
  points = [];
  server = createServer((request, response) => {
    const answers: Record<string, unknown> = {
      'GET /': { title: 'qdrant', version: '1.18.3' },
      'POST /collections/docs/points': { result: points },
      'GET /collections/docs': { result: { config: metadata === undefined ? {} : { metadata } } },
    };
    const answer = answers[`${request.method} ${request.url}`];
    const headers = { 'content-type': 'application/json' };
    response.writeHead(answer === undefined ? 404 : 200, headers).end(JSON.stringify(answer ?? {}));
  });
  reader = openQdrantReader({ url: await listenOnLoopback(server), key: undefined, alias: 'docs' });
});
afterEach(async () => {
  await reader.close();
  await stopServer(server);
});

test('a Qdrant collection of ours without a state reads as an empty index', async () => {
  metadata = { program: 'eino-docs-mcp', fingerprint: null };
  expect(await reader.status()).toMatchObject({ sequence: 0, documents: 0 });
  expect(await reader.list()).toMatchObject({ documents: [], status: { sequence: 0 } });
  expect(await reader.search({ text: 'graph', limit: 1, chunksPerDocument: 1 })).toMatchObject({
    matches: [],
  });
});

test.each([
  ['without metadata', undefined, []],
  ['with the metadata of another program', { program: 'another' }, []],
  ['with another point in place of the state', { program: 'eino-docs-mcp' }, [{ id: 1, payload: {} }]],
])('a Qdrant collection %s is refused as foreign', async (_, itsMetadata, itsPoints) => {
  metadata = itsMetadata;
  points = itsPoints;
  await expect(reader.status()).rejects.toMatchObject({ code: 'QDRANT_FOREIGN_COLLECTION' });
});
