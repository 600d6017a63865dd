import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { QdrantConnection } from '../../src/shared/index/qdrant/qdrant-connection.ts';
import { listenOnLoopback, stopServer } from '../support/loopback-server.ts';

/** Tests QdrantConnection against a bare HTTP server: what it sends, when it retries, how it classifies responses. */

const RETRIES = { attempts: 3, firstWaitMs: 100, longestWaitMs: 20_000 };
const NOW = Date.UTC(2025, 0, 1);
const SECRET = 'a-very-secret-key';

let server: Server;
let url: string;
let requests: IncomingMessage[];
let waits: number[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const open: QdrantConnection[] = [];

const json = (status: number, body: unknown, headers: Record<string, string> = {}) => {
  answer = (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
};

beforeEach(async () => {
  requests = [];
  waits = [];
  json(200, { result: { collections: [] } });
  server = createServer((request, response) => {
    if (new URL(request.url ?? '', 'http://x').pathname.replace(/\/$/, '').endsWith('collections')) {
      requests.push(request);
      answer(request, response);
    } else response.end('{"title":"qdrant","version":"1.18.3"}');
  });
  url = await listenOnLoopback(server);
});
afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
  await stopServer(server);
});

function connect({ path = '' }: { path?: string } = {}): QdrantConnection {
  const delay = async (ms: number) => {
    waits.push(ms);
  };
  const connection = new QdrantConnection(
    { urls: [`${url}${path}`], apiKey: SECRET, alias: 'docs', clock: () => NOW, delay, timeLimitMs: 2_000 },
    RETRIES,
  );
  open.push(connection);
  return connection;
}

function request(connection: QdrantConnection, access: 'read' | 'write' = 'read', signal?: AbortSignal) {
  return connection[access]((api, init) => api.getCollections({}, init), { timeoutMs: 60_000, signal });
}

describe('QdrantConnection', () => {
  test('QdrantConnection sends the key in a header and keeps the path of the address', async () => {
    expect(await request(connect({ path: '/behind/a/proxy' }))).toEqual({ collections: [] });
    expect(requests.map((request) => [request.url, request.headers['api-key']])).toEqual([
      ['/behind/a/proxy/collections', SECRET],
    ]);
  });

  test.each([
    ['12', 12_000],
    ['Wed, 01 Jan 2025 00:00:07 GMT', 7_000],
    ['0', 100],
    ['nonsense', 100],
  ])(
    'QdrantConnection waits as long as retry-after says when it is rate limited (%s)',
    async (value, wait) => {
      json(429, {}, { 'retry-after': value });
      await expect(request(connect())).rejects.toMatchObject({ code: 'QDRANT_RATE_LIMITED' });
      expect(waits[0]).toBe(wait);
      expect(requests).toHaveLength(3);
    },
  );

  test('QdrantConnection does not retry when retry-after is longer than the longest wait', async () => {
    json(429, {}, { 'retry-after': '21' });
    await expect(request(connect())).rejects.toMatchObject({ code: 'QDRANT_RATE_LIMITED' });
    expect(requests).toHaveLength(1);
  });

  test('QdrantConnection ignores informational responses', async () => {
    answer = (_, response) => {
      response.writeProcessing();
      response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
      response.writeHead(429, { 'retry-after': '7' }).end('{}');
    };
    await expect(request(connect())).rejects.toMatchObject({ code: 'QDRANT_RATE_LIMITED' });
    expect(waits[0]).toBe(7_000);
  });

  test('QdrantConnection retries a request that fails temporarily', async () => {
    answer = (_, response) => {
      if (requests.length < 3) response.writeHead(503).end();
      else response.end('{"result":{"collections":[]}}');
    };
    expect(await request(connect())).toEqual({ collections: [] });
    expect(waits).toEqual([100, 200]);
  });

  const refused = { status: { error: 'Wrong input: no such thing' } };
  test.each([
    [400, refused, 'read', 'QDRANT_REFUSED'],
    [401, 'Must provide an API key', 'read', 'QDRANT_UNAUTHORIZED'],
    [403, { status: { error: 'Forbidden' } }, 'read', 'QDRANT_UNAUTHORIZED'],
    [403, { status: { error: 'Forbidden: write access is required' } }, 'write', 'QDRANT_READ_ONLY_KEY'],
    [404, refused, 'read', 'QDRANT_NOT_FOUND'],
    [409, refused, 'write', 'QDRANT_CONFLICT'],
    [
      500,
      { status: { error: 'Service internal error: No space left on device' } },
      'write',
      'QDRANT_OUT_OF_SPACE',
    ],
    [507, {}, 'write', 'QDRANT_OUT_OF_SPACE'],
    [200, { status: 'ok' }, 'read', 'QDRANT_BAD_RESPONSE'],
    [200, { result: null }, 'read', 'QDRANT_BAD_RESPONSE'],
  ] as const)(
    'QdrantConnection reports status %s with %j on a %s as %s, without a retry',
    async (status, body, access, code) => {
      json(status, body);
      await expect(request(connect(), access)).rejects.toMatchObject({ code });
      expect(requests).toHaveLength(1);
    },
  );

  test('QdrantConnection quotes what Qdrant said on one line, cut short, without the key', async () => {
    json(400, { status: { error: `bad\n  key ${SECRET} ${'x'.repeat(1_000)}` } });
    const error: unknown = await request(connect()).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('bad key *** xxx');
    expect(String(error).length).toBeLessThan(500);
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });

  test('QdrantConnection reports an HTML page as QDRANT_BAD_RESPONSE', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('<html>');
    await expect(request(connect())).rejects.toMatchObject({ code: 'QDRANT_BAD_RESPONSE' });
  });

  test('QdrantConnection rejects with the reason of the signal, even while the response is being received', async () => {
    const caller = new AbortController();
    answer = (_, response) => {
      response.writeHead(200).write('{"result":');
      caller.abort(new Error('caller aborted'));
    };
    await expect(request(connect(), 'read', caller.signal)).rejects.toThrow('caller aborted');
  });

  test('QdrantConnection keeps working for other callers after the first one aborted', async () => {
    const connection = connect();
    const aborted = request(connection, 'read', AbortSignal.abort(new Error('gone')));
    await expect(aborted).rejects.toThrow('gone');
    expect(await request(connection)).toEqual({ collections: [] });
  });
});
