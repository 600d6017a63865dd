import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import type { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { runFixtureApp } from '../support/fixture-app.ts';
import { exchange, MCP_HEADERS, type RunningApp, runApp } from '../support/running-app.ts';

const VERSION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': {},
};

const resources = new AsyncDisposableStack();
let reader: SqliteReader;
let app: RunningApp;

beforeAll(async () => {
  ({ reader, app } = await runFixtureApp(resources, { RATE_LIMIT_PER_MINUTE: '0' }));
});

afterAll(() => resources.disposeAsync());

type Headers = Record<string, string>;

const post = (message: unknown, headers: Headers = {}, url = app.url) =>
  fetch(new URL('/mcp', url), {
    method: 'POST',
    headers: { ...MCP_HEADERS, ...headers },
    body: JSON.stringify(message),
  });

/** Sends a request of 2026-07-28 with the headers that belong to it, changed as told. */
function modern(method: string, params: Record<string, unknown> = {}, changes: Headers = {}, url = app.url) {
  const name = params['name'] ?? params['uri'];
  const headers = {
    'mcp-protocol-version': VERSION,
    'mcp-method': method,
    ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    ...changes,
  };
  return post({ jsonrpc: '2.0', id: 7, method, params: { ...params, _meta: META } }, headers, url);
}

const read = async (response: Response) => ({
  status: response.status,
  body: (await response.json()) as { readonly result?: Record<string, unknown> },
});

describe('requests of 2026-07-28 over HTTP', () => {
  test('are answered beside those of older versions on the same path', async () => {
    const discovered = await read(await modern('server/discover'));
    expect(discovered).toMatchObject({ status: 200, body: { id: 7, result: { resultType: 'complete' } } });
    const older = await read(await post({ jsonrpc: '2.0', id: 8, method: 'tools/list' }));
    expect(older).toMatchObject({ status: 200, body: { id: 8 } });
    expect(older.body.result).not.toHaveProperty('resultType');
  });

  test.each<[string, Headers, number]>([
    ['another method in its header', { 'mcp-method': 'tools/list' }, -32_020],
    ['another name in its header', { 'mcp-name': 'fetch_doc' }, -32_020],
    ['the version of another era in its header', { 'mcp-protocol-version': '2025-11-25' }, -32_020],
    ['a version that does not exist in its header', { 'mcp-protocol-version': '1999-01-01' }, -32_020],
  ])('with %s are refused', async (_, changes, code) => {
    const answer = await read(await modern('tools/call', { name: 'get_index_status' }, changes));
    expect(answer).toMatchObject({ status: 400, body: { id: 7, error: { code } } });
  });

  test('with a header twice are refused', async () => {
    const method = 'server/discover';
    const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: { _meta: META } });
    for (const repeated of [`MCP-Protocol-Version: ${VERSION}\r\n`, 'Mcp-Method: server/discover\r\n']) {
      const answer = await exchange(
        app.port,
        'POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n' +
          'Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n' +
          `MCP-Protocol-Version: ${VERSION}\r\nMcp-Method: server/discover\r\n${repeated}` +
          `Content-Length: ${body.length}\r\n\r\n${body}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 .*-32020.*"id":7/s);
    }
  });

  test('that only the header says to be of 2026-07-28 are refused: _meta must say it', async () => {
    for (const params of [undefined, {}, { _meta: {} }]) {
      const message = { jsonrpc: '2.0', id: 7, method: 'tools/list', params };
      const answer = await read(await post(message, { 'mcp-protocol-version': VERSION }));
      expect(answer).toMatchObject({ status: 400, body: { id: 7, error: { code: -32_602 } } });
    }
  });

  test('of an unknown version are refused with those that are served', async () => {
    const version = '2199-01-01';
    const params = { _meta: { ...META, 'io.modelcontextprotocol/protocolVersion': version } };
    const answer = await read(
      await post(
        { jsonrpc: '2.0', id: 7, method: 'tools/list', params },
        { 'mcp-protocol-version': version, 'mcp-method': 'tools/list' },
      ),
    );
    expect(answer).toMatchObject({
      status: 400,
      body: {
        id: 7,
        error: {
          code: -32_022,
          data: { supported: [VERSION, ...SUPPORTED_PROTOCOL_VERSIONS], requested: version },
        },
      },
    });
  });

  test('for an unknown method are answered with status 404', async () => {
    const answer = await read(await modern('docs/delete'));
    expect(answer).toMatchObject({ status: 404, body: { id: 7, error: { code: -32_601 } } });
  });

  test('lists and documents may be kept by anyone without a token, and only by its holder with one', async () => {
    await using closed = await runApp({ reader, env: { MCP_AUTH_TOKEN: 's3cret' } });
    const authorization = { authorization: 'Bearer s3cret' };
    const uri = 'eino-docs://docs/core/graph.md';
    for (const [method, params] of [
      ['server/discover', {}],
      ['tools/list', {}],
      ['resources/list', {}],
      ['resources/read', { uri }],
    ] as const) {
      const open = await read(await modern(method, params));
      const guarded = await read(await modern(method, params, authorization, closed.url));
      expect(open.body.result).toMatchObject({ ttlMs: expect.any(Number), cacheScope: 'public' });
      expect(guarded.body.result?.['cacheScope']).toBe('private');
    }
  });
});

describe('a request of an older version over HTTP', () => {
  test('with a version that does not exist in its header is refused with those that are served', async () => {
    const message = { jsonrpc: '2.0', id: 'a', method: 'tools/list' };
    const answer = await read(await post(message, { 'mcp-protocol-version': '1999-01-01' }));
    expect(answer).toMatchObject({
      status: 400,
      body: {
        id: 'a',
        error: { code: -32_022, data: { supported: expect.arrayContaining(['2024-11-05']) } },
      },
    });
  });

  test.each([...SUPPORTED_PROTOCOL_VERSIONS])(
    'with version %s in its header is answered',
    async (version) => {
      const message = { jsonrpc: '2.0', id: 1, method: 'ping' };
      expect((await post(message, { 'mcp-protocol-version': version })).status).toBe(200);
    },
  );
});

describe('the id of a request', () => {
  test('is repeated by errors that come before any method', async () => {
    const accept = await read(
      await post({ jsonrpc: '2.0', id: 'a', method: 'ping' }, { accept: 'text/html' }),
    );
    expect(accept).toMatchObject({ status: 406, body: { id: 'a' } });
    for (const params of [null, [], 'x', 5]) {
      const answer = await read(await post({ jsonrpc: '2.0', id: 7, method: 'tools/list', params }));
      expect(answer).toMatchObject({ status: 400, body: { id: 7, error: { code: -32_600 } } });
    }
  });

  test('is repeated when the answer takes too long, and when the server is busy', async () => {
    const gate = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const slow: IndexReader = {
      status: () => reader.status(),
      search: (query) => reader.search(query),
      list: () => reader.list(),
      entries: (paths) => reader.entries(paths),
      changesSince: (since) => reader.changesSince(since),
      termCounts: (terms) => reader.termCounts(terms),
      namesUnder: (keys, limit) => reader.namesUnder(keys, limit),
      outdatedNames: () => reader.outdatedNames(),
      scan: () => reader.scan(),
      close: async () => {},
      async document(path) {
        seen.resolve();
        await gate.promise;
        return reader.document(path);
      },
    };
    await using busy = await runApp({ reader: slow, limits: { inFlight: 1, answerMs: 400 } });
    const params = { name: 'fetch_doc', arguments: { path: 'core/graph.md' } };
    const late = post({ jsonrpc: '2.0', id: 'late', method: 'tools/call', params }, {}, busy.url);
    await seen.promise;
    const shed = await read(await post({ jsonrpc: '2.0', id: 'shed', method: 'ping' }, {}, busy.url));
    expect(shed).toMatchObject({ status: 503, body: { id: 'shed' } });
    expect(await read(await late)).toMatchObject({ status: 504, body: { id: 'late' } });
    gate.resolve();
  });
});

test('a page of an allowed origin may send every header of the protocol', async () => {
  const preflight = await fetch(new URL('/mcp', app.url), {
    method: 'OPTIONS',
    headers: {
      origin: 'http://localhost:6274',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,mcp-method,mcp-name,mcp-protocol-version',
    },
  });
  const allowed = preflight.headers.get('access-control-allow-headers') ?? '';
  expect(allowed.split(', ')).toEqual(
    expect.arrayContaining([
      'content-type',
      'authorization',
      'mcp-protocol-version',
      'mcp-method',
      'mcp-name',
    ]),
  );
});
