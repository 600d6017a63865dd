import { request } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import type { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { runFixtureApp } from '../support/fixture-app.ts';
import { FIXTURE_DOCUMENTS } from '../support/fixture-index.ts';
import {
  callTool,
  exchange,
  MCP_HEADERS,
  openSocket,
  type RunningApp,
  received,
  rpc,
  runApp,
} from '../support/running-app.ts';

const resources = new AsyncDisposableStack();
let reader: SqliteReader;
let app: RunningApp;

beforeAll(async () => {
  ({ reader, app } = await runFixtureApp(resources, { RATE_LIMIT_PER_MINUTE: '0' }));
});

afterAll(() => resources.disposeAsync());

afterEach(async () => {
  const { structured } = await callTool(app.url, 'fetch_doc', { path: 'core/graph.md' });
  expect(structured['content']).toBe(FIXTURE_DOCUMENTS['core/graph.md']);
});

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(new URL('/mcp', app.url), { method: 'POST', headers: { ...MCP_HEADERS, ...headers }, body });

const JSON_HEADERS = 'Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n';
const TEN_MEGABYTES = 10 * 1024 * 1024;

describe('request bodies', () => {
  test('a body announced as 10 MB is refused before it arrives, without waiting for it', async () => {
    await using strict = await runApp({ reader, limits: { discardMs: 50 } });
    const answer = await exchange(
      strict.port,
      `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${JSON_HEADERS}Content-Length: ${TEN_MEGABYTES}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(
      /\{"jsonrpc":"2\.0","error":\{"code":-32000,"message":"The body must be at most 65536 bytes"\},"id":null\}$/,
    );
  });

  test.each([
    ['keeps', ''],
    ['ends', 'Connection: close\r\n'],
  ])(
    'a client that sends a whole body of 10 MB before it reads, and %s its connection, still gets the 413',
    async (_, header) => {
      await using strict = await runApp({ reader, limits: { keepAliveMs: 50, discardMs: 600_000 } });
      const socket = await openSocket(strict.port);
      const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${header}${JSON_HEADERS}Content-Length: ${TEN_MEGABYTES}\r\n\r\n`;
      await new Promise((resolve) => socket.write(head + ' '.repeat(TEN_MEGABYTES), resolve));
      expect(await received(socket)).toMatch(/^HTTP\/1\.1 413 /);
    },
  );

  test('a chunked body of 10 MB is refused as soon as it exceeds the limit', async () => {
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(
        new URL('/mcp', app.url),
        { method: 'POST', headers: MCP_HEADERS },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      );
      outgoing.on('error', reject);
      const piece = Buffer.alloc(64 * 1024, 0x20);
      for (let sent = 0; sent < TEN_MEGABYTES; sent += piece.length) outgoing.write(piece);
      outgoing.end();
    });
    expect(status).toBe(413);
  });

  test('a refused body is discarded up to a limit, then the connection is closed', async () => {
    await using strict = await runApp({ reader, limits: { discardBytes: 100_000 } });
    const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${JSON_HEADERS}Content-Length: ${TEN_MEGABYTES}\r\n\r\n`;
    await dripping(strict, head, ' '.repeat(50_000));
  });

  test.each([
    ['nothing', ''],
    ['half an object', '{"jsonrpc":'],
    ['a bare word', 'hello'],
    ['brackets without end', '['.repeat(60_000)],
    ['bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['null', 'null'],
    ['a text', '"tools/list"'],
    ['another protocol', '{"jsonrpc":"1.0","method":"ping"}'],
    ['no method', '{"jsonrpc":"2.0"}'],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"ping"}'],
  ])('a body of %s is answered with a JSON-RPC error', async (_, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toMatchObject({
      jsonrpc: '2.0',
      error: { code: expect.any(Number) },
      id: null,
    });
  });

  test.each([
    ['of two requests', [1, 2]],
    ['of one', [1]],
    ['of none', []],
  ])('a batch %s is refused with a reason under every supported protocol version', async (_, ids) => {
    const batch = JSON.stringify(ids.map((id) => ({ jsonrpc: '2.0', id, method: 'ping' })));
    for (const version of [undefined, ...SUPPORTED_PROTOCOL_VERSIONS]) {
      const response = await post(batch, version === undefined ? {} : { 'mcp-protocol-version': version });
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        jsonrpc: '2.0',
        error: {
          code: -32_600,
          message: expect.stringMatching(/^Batches are not supported.* version 2025-06-18/),
        },
        id: null,
      });
    }
  });

  test.each([
    ['a compressed body', { 'content-encoding': 'gzip' }, 415],
    ['another content type', { 'content-type': 'text/plain' }, 415],
    ['an Accept header without JSON', { accept: 'text/html' }, 406],
    ['a protocol version that does not exist', { 'mcp-protocol-version': '1999-01-01' }, 400],
  ])('a request with %s is refused with a JSON-RPC error', async (_, headers, status) => {
    const response = await post(
      '{"jsonrpc":"2.0","id":1,"method":"ping"}',
      headers as Record<string, string>,
    );
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) } });
  });

  test('initialize with an unknown protocol version is answered with a supported version', async () => {
    const response = await rpc(app.url, 'initialize', {
      protocolVersion: '1999-01-01',
      capabilities: {},
      clientInfo: { name: 'old', version: '1' },
    });
    expect(await response.json()).toMatchObject({
      result: { protocolVersion: expect.stringMatching(/^202\d-/) },
    });
  });

  test('an unknown method is answered with the error method not found', async () => {
    expect(await (await rpc(app.url, 'docs/delete')).json()).toMatchObject({ error: { code: -32_601 } });
  });
});

/** Sends the beginning of a request, then a piece every 20 ms until the server closes the connection. */
async function dripping({ port }: RunningApp, head: string, piece: string): Promise<string> {
  const socket = await openSocket(port);
  socket.write(head);
  const timer = setInterval(() => socket.write(piece), 20);
  const answer = await received(socket);
  clearInterval(timer);
  return answer;
}

describe('connections', () => {
  test('headers that arrive too slowly are answered with 408, and the connection is closed', async () => {
    await using strict = await runApp({ reader, limits: { headersMs: 100, checkMs: 50 } });
    const answer = await dripping(strict, 'POST /mcp HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*\{"error":\{"status":408,/s);
  });

  test('a body that arrives too slowly is answered with a JSON-RPC error 408, and the connection is closed', async () => {
    await using strict = await runApp({ reader, limits: { bodyMs: 100, discardMs: 50 } });
    const head = `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${JSON_HEADERS}Content-Length: 1000\r\n\r\n`;
    expect(await dripping(strict, head, ' ')).toMatch(
      /^HTTP\/1\.1 408 .*\{"jsonrpc":"2\.0","error":\{"code":-32000,"message":"The body arrived too slowly"\}/s,
    );
  });

  /** Holds the event loop, as a long computation would. */
  function hold(ms: number): void {
    const until = performance.now() + ms;
    while (performance.now() < until);
  }

  test.each([
    ['headers', 'POST /mcp HTTP/1.1\r\n', 'Host: localhost\r\n'],
    ['body', 'POST /mcp HTTP/1.1\r\nHost: localhost\r\n', ''],
  ])(
    'a client is answered whose %s arrive while the server is held up, and not told that it is slow',
    async (part, start, rest) => {
      const short = { headersMs: 300, bodyMs: 300, requestMs: 300, checkMs: 20 };
      await using strict = await runApp({ reader, limits: short });
      const body = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
      const head = `${rest}Connection: close\r\n${JSON_HEADERS}Content-Length: ${body.length}\r\n\r\n`;
      const socket = await openSocket(strict.port);
      socket.write(part === 'headers' ? start : start + head);
      // Whatever was sent before has been taken in when another request is answered.
      await fetch(new URL('/health', strict.url));
      socket.write(part === 'headers' ? head + body : body);
      hold(1_000);
      expect(await received(socket)).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  test('request bodies that never arrive do not lock others out: the oldest are cancelled', async () => {
    await using small = await runApp({ reader, limits: { inFlight: 4, transfers: 4, discardMs: 50 } });
    const sockets = await Promise.all(Array.from({ length: 8 }, () => openSocket(small.port)));
    const [oldest] = sockets;
    for (const socket of sockets) {
      socket.write(`POST /mcp HTTP/1.1\r\nHost: localhost\r\n${JSON_HEADERS}Content-Length: 100\r\n\r\n{`);
    }
    expect(await received(oldest as Socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect((await rpc(small.url, 'ping')).status).toBe(200);
    expect((await callTool(small.url, 'search_docs', { query: 'graph' })).isError).toBe(false);
    for (const socket of sockets) socket.destroy();
  });

  /** Requests more than the socket buffers hold, and reads none of it. */
  async function askWithoutReading({ port }: RunningApp): Promise<Socket> {
    const socket = await openSocket(port);
    socket.pause();
    const body =
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fetch_doc","arguments":{"path":"core/interrupt.md","max_tokens":200000}}}';
    const one = `POST /mcp HTTP/1.1\r\nHost: localhost\r\n${JSON_HEADERS}Content-Length: ${body.length}\r\n\r\n${body}`;
    socket.write(one.repeat(200));
    return socket;
  }

  /** Waits until MCP requests have arrived and all of them have finished. */
  async function untilOver({ url }: RunningApp): Promise<void> {
    for (let over = false; !over; ) {
      const text = await (await fetch(new URL('/metrics', url))).text();
      // The request for the metrics is in flight itself.
      over =
        /^eino_docs_http_requests_in_flight 1$/m.test(text) &&
        /^eino_docs_http_requests_total\{route="\/mcp"/m.test(text);
    }
  }

  test('a client that does not read its responses is cut off after the timeout, and no other client is', async () => {
    await using strict = await runApp({
      reader,
      limits: { answerMs: 300, readMs: 600 },
      env: { RATE_LIMIT_PER_MINUTE: '0' },
    });
    const socket = await askWithoutReading(strict);
    expect((await fetch(new URL('/docs/core/interrupt.md', strict.url))).status).toBe(200);
    await untilOver(strict);
    expect((await rpc(strict.url, 'ping')).status).toBe(200);
    socket.destroy();
  });

  test('unread responses do not lock others out: the oldest are cut off', async () => {
    await using small = await runApp({
      reader,
      limits: { transfers: 20 },
      env: { RATE_LIMIT_PER_MINUTE: '0' },
    });
    const socket = await askWithoutReading(small);
    await untilOver(small);
    expect((await rpc(small.url, 'ping')).status).toBe(200);
    socket.destroy();
  });

  test('1,000 idle connections do not lock others out', async () => {
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => openSocket(app.port)));
    expect((await fetch(new URL('/health', app.url))).status).toBe(200);
    expect((await callTool(app.url, 'search_docs', { query: 'graph' })).isError).toBe(false);
    for (const socket of sockets) socket.destroy();
  });

  test.each([
    ['input that is not HTTP', 'hello\r\n\r\n', 400],
    ['an unknown HTTP version', 'GET / HTTP/9.9\r\n\r\n', 400],
    ['a header of 100 kB', `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(100_000)}\r\n\r\n`, 431],
    [
      'a request with two lengths',
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    [
      'a chunked request with a length',
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
  ])(
    '%s is answered with a JSON error and security headers, and the connection is closed',
    async (_, bytes, status) => {
      const answer = await exchange(app.port, bytes);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*"status":${status}`, 's'));
      expect(answer).toMatch(/\r\nx-content-type-options: nosniff\r\n/);
    },
  );
});

describe('hostile queries', () => {
  test.each([
    ['FTS5 syntax', '"graph" AND NEAR(node edge, 2) OR body:* ^ -x'],
    ['quotes', `'"\`"'" OR ""`],
    ['a NUL', 'graph\u0000node'],
    ['emoji', '👩‍👩‍👧 🚀🚀🚀'],
    ['only stop words', 'how do I do what to the of'],
    ['regular expressions with catastrophic backtracking', '(a+)+$ (.*a){30} [[[[[[['],
    ['SQL', "'; DROP TABLE chunks; --"],
    ['only punctuation', '%%% *** ??? \\\\'],
    ['lone surrogates', 'graph \ud800 \udc00'],
    ['4,000 characters of one word', 'a'.repeat(4_000)],
    ['2,000 words', 'ab '.repeat(1_300)],
    ['right-to-left text', 'مرحبا שלום graph'],
  ])('a query of %s is answered without an error', async (_, query) => {
    const { isError, structured } = await callTool(app.url, 'search_docs', { query });
    expect(isError).toBe(false);
    expect(structured['results']).toEqual(expect.any(Array));
  });

  test('a query of 60 kB is cut to the limit, and one of 70 kB is refused with its body', async () => {
    const { isError, text } = await callTool(app.url, 'search_docs', { query: 'graph '.repeat(10_000) });
    expect([isError, text.split('\n')[0]]).toEqual([
      false,
      'Note: query was cut to its first 4000 characters.',
    ]);
    const query = 'graph '.repeat(12_000);
    const refused = await rpc(app.url, 'tools/call', { name: 'search_docs', arguments: { query } });
    expect(refused.status).toBe(413);
  });

  test('names like properties of Object.prototype are unknown arguments and tools like others', async () => {
    const body =
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_docs","arguments":{"query":"x","constructor":1}}}';
    expect(await (await post(body)).text()).toContain(
      'Ignored, because the tool has no such argument: constructor.',
    );
    const tool = await rpc(app.url, 'tools/call', { name: '__proto__' });
    expect(await tool.json()).toMatchObject({ error: { code: -32_602 } });
  });
});

const OUTSIDE = [
  '../../../etc/passwd',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/etc/passwd',
  '....//....//etc/passwd',
  '..\\..\\windows\\win.ini',
  '/etc/passwd',
  'file:///etc/passwd',
  'core/graph.md%00.png',
  'core/\u0000graph.md',
];

describe('hostile paths', () => {
  test.each(OUTSIDE)('fetch_doc does not find the path %j outside the index', async (path) => {
    const { structured } = await callTool(app.url, 'fetch_doc', { path });
    expect(structured).toMatchObject({ found: false, content: '' });
  });

  test.each(OUTSIDE.map((path) => `/docs/${path.replace('\u0000', '%00')}`))(
    'GET %s is not found',
    async (target) => {
      const answer = await exchange(
        app.port,
        `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 404 .*"status":404/s);
    },
  );

  test.each([
    ['invalid percent-encoding', '/docs/%ff', 400],
    ['the URL of another host', 'http://evil.example/docs/core/graph.md', 403],
    ['a URL without a host', 'http://', 400],
    ['two slashes', '//docs/core/graph.md', 404],
    ['an asterisk', '*', 400],
  ])('a request target with %s is refused with a JSON error', async (_, target, status) => {
    const answer = await exchange(
      app.port,
      `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*"status":${status}`, 's'));
  });

  test('the host of an absolute request target counts instead of the Host header', async () => {
    const answer = await exchange(
      app.port,
      'GET http://localhost:3000/docs/core/graph.md HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test.each([
    ['its ETag', (tag: string) => tag],
    ['its ETag as a weak one', (tag: string) => `W/${tag}`],
    ['its ETag among others', (tag: string) => `"other", W/"another" ,${tag}`],
    ['an asterisk', () => '*'],
  ])('a document is not sent again if If-None-Match has %s', async (_, header) => {
    const url = new URL('/docs/core/graph.md', app.url);
    const tag = (await fetch(url)).headers.get('etag') ?? '';
    const ask = (value: string) => fetch(url, { headers: { 'if-none-match': value } });
    expect((await ask(header(tag))).status).toBe(304);
    expect((await ask('"other"')).status).toBe(200);
  });

  test('a resource outside the index is not found', async () => {
    const response = await rpc(app.url, 'resources/read', { uri: 'eino-docs://docs/..%2F..%2Fetc%2Fpasswd' });
    expect(await response.json()).toMatchObject({ error: { code: -32_002 } });
  });
});

describe('access control', () => {
  const raw = (path: string, headers: string) =>
    exchange(app.port, `GET ${path} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);

  test.each([
    ['a forged Host', 'Host: evil.example\r\n'],
    ['no Host', ''],
    ['a forged Origin', 'Host: localhost\r\nOrigin: https://evil.example\r\n'],
    ['the Origin null', 'Host: localhost\r\nOrigin: null\r\n'],
  ])('a request with %s is refused on every route but /health', async (_, headers) => {
    for (const path of ['/mcp', '/', '/metrics', '/docs/core/graph.md', '/nothing']) {
      expect(await raw(path, headers)).toMatch(/^HTTP\/1\.1 403 /);
    }
    expect(await raw('/health', headers)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('a request with two Host headers is refused, on /mcp with a JSON-RPC error', async () => {
    const headers = 'Host: localhost\r\nHost: evil.example\r\n';
    expect(await raw('/health', headers)).toMatch(/^HTTP\/1\.1 400 .*"status":400/s);
    expect(await raw('/mcp', headers)).toMatch(/^HTTP\/1\.1 400 .*"jsonrpc":"2\.0"/s);
  });

  test('an allowed origin gets CORS headers, on the preflight and on the answer', async () => {
    const origin = 'http://localhost:6274';
    const preflight = await fetch(new URL('/mcp', app.url), { method: 'OPTIONS', headers: { origin } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST, OPTIONS');
    expect((await rpc(app.url, 'ping', {}, { origin })).headers.get('access-control-allow-origin')).toBe(
      origin,
    );
  });

  test.each([
    ['GET', '/mcp', 405],
    ['DELETE', '/mcp', 405],
    ['POST', '/health', 405],
    ['PUT', '/docs/core/graph.md', 405],
    ['GET', '/nothing', 404],
    ['GET', '/docs', 404],
    ['HEAD', '/health', 200],
    ['HEAD', '/docs/core/graph.md', 200],
  ])('%s %s is answered with %i, security headers and no HTML', async (method, path, status) => {
    const response = await fetch(new URL(path, app.url), { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).not.toContain('html');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    if (status === 405) expect(response.headers.get('allow')).toContain('OPTIONS');
    if (method === 'HEAD') expect(await response.text()).toBe('');
  });

  test('with a token configured, every route that shows documents requires it', async () => {
    await using closed = await runApp({ reader, env: { MCP_AUTH_TOKEN: 's3cret' } });
    for (const path of ['/llms.txt', '/docs/core/graph.md', '/metrics']) {
      expect((await fetch(new URL(path, closed.url))).status).toBe(401);
      const headers = { authorization: 'Bearer s3cret' };
      expect((await fetch(new URL(path, closed.url), { headers })).status).toBe(200);
    }
    const refused = await rpc(closed.url, 'ping', {}, { authorization: 'Bearer wrong' });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="eino-docs"',
    ]);
    expect(await refused.json()).toMatchObject({
      jsonrpc: '2.0',
      error: { message: 'A bearer token is required' },
    });
    expect((await rpc(closed.url, 'ping', {}, { authorization: 'Bearer s3cret' })).status).toBe(200);
    expect((await fetch(new URL('/health', closed.url))).status).toBe(200);
  });

  test('the rate limit ignores an address claimed by a client, and tells clients apart behind a trusted proxy', async () => {
    const now = () => 0;
    await using direct = await runApp({ reader, env: { RATE_LIMIT_PER_MINUTE: '2' }, clock: now });
    const claim = (app: RunningApp, address: string) =>
      rpc(app.url, 'resources/list', {}, { 'x-forwarded-for': address });
    const statuses = [];
    for (const address of ['1.1.1.1', '2.2.2.2', '3.3.3.3'])
      statuses.push((await claim(direct, address)).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await claim(direct, '4.4.4.4');
    expect(refused.headers.get('retry-after')).toBe('30');
    expect(await refused.json()).toMatchObject({
      jsonrpc: '2.0',
      error: { message: expect.stringMatching(/wait 30 s/) },
    });

    await using proxied = await runApp({
      reader,
      env: { RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: 'true' },
      clock: now,
    });
    expect((await claim(proxied, '6.6.6.6, 1.1.1.1')).status).toBe(200);
    expect((await claim(proxied, '7.7.7.7, 1.1.1.1')).status).toBe(429);
    expect((await claim(proxied, '6.6.6.6, 2.2.2.2')).status).toBe(200);
  });

  test('a message that reads documents counts one request, a light one a fifth, and a list of all documents five', async () => {
    await using limited = await runApp({ reader, env: { RATE_LIMIT_PER_MINUTE: '8' }, clock: () => 0 });
    const get = async (path: string) => (await fetch(new URL(path, limited.url))).status;
    expect(await get('/llms.txt')).toBe(200);
    for (let i = 0; i < 5; i++) expect((await rpc(limited.url, 'ping')).status).toBe(200);
    expect((await rpc(limited.url, 'resources/list')).status).toBe(200);
    expect(await get('/docs/core/graph.md')).toBe(200);
    expect(await get('/metrics')).toBe(429);
    expect(await get('/health')).toBe(200);
  });

  test('all clients together are refused over the limit of the server, and those without the token do not use it up', async () => {
    await using limited = await runApp({
      reader,
      env: { RATE_LIMIT_TOTAL_PER_MINUTE: '2', TRUST_PROXY: 'true', MCP_AUTH_TOKEN: 's3cret' },
      clock: () => 0,
    });
    const from = async (address: string, token: string) => {
      const headers = { 'x-forwarded-for': address, authorization: `Bearer ${token}` };
      return (await fetch(new URL('/docs/core/graph.md', limited.url), { headers })).status;
    };
    for (const address of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) expect(await from(address, 'guess')).toBe(401);
    expect(await from('4.4.4.4', 's3cret')).toBe(200);
    expect(await from('5.5.5.5', 's3cret')).toBe(200);
    expect(await from('6.6.6.6', 's3cret')).toBe(503);
  });

  test('a request with two Authorization headers is refused, whichever of them has the token', async () => {
    await using closed = await runApp({ reader, env: { MCP_AUTH_TOKEN: 's3cret' } });
    const lines = ['Bearer s3cret', 'Bearer other'].map((value) => `Authorization: ${value}\r\n`);
    for (const headers of [lines, lines.toReversed()]) {
      const request = `GET /llms.txt HTTP/1.1\r\nHost: localhost\r\n${headers.join('')}Connection: close\r\n\r\n`;
      expect(await exchange(closed.port, request)).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  test('a path with a slash at its end is the same route', async () => {
    const init = { method: 'POST', headers: MCP_HEADERS, body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' };
    expect((await fetch(new URL('/mcp/', app.url), init)).status).toBe(200);
    expect((await fetch(new URL('/health/', app.url))).status).toBe(200);
    expect((await fetch(new URL('/mcp//', app.url), init)).status).toBe(404);
  });
});

describe('an index that does not respond', () => {
  /** A reader whose `document` answers only after `release`. */
  function hanging() {
    const gate = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<AbortSignal | undefined>();
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
      async document(path, signal) {
        seen.resolve(signal);
        await gate.promise;
        return reader.document(path);
      },
    };
    return { slow, seen: seen.promise, release: gate.resolve };
  }

  test('requests over the limit in flight are refused at once, and served again when there is room', async () => {
    const { slow, seen, release } = hanging();
    await using busy = await runApp({ reader: slow, limits: { inFlight: 1 } });
    const first = callTool(busy.url, 'fetch_doc', { path: 'core/graph.md' });
    await seen;
    const shed = await rpc(busy.url, 'ping');
    expect([shed.status, shed.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(new URL('/health', busy.url))).status).toBe(200);
    release();
    expect((await first).isError).toBe(false);
    expect((await rpc(busy.url, 'ping')).status).toBe(200);
  });

  test('an MCP request that takes too long is answered with a JSON-RPC error 504', async () => {
    const { slow, release } = hanging();
    await using busy = await runApp({ reader: slow, limits: { answerMs: 50 } });
    const response = await rpc(busy.url, 'tools/call', {
      name: 'fetch_doc',
      arguments: { path: 'core/graph.md' },
    });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({
      jsonrpc: '2.0',
      error: { message: 'The answer took too long' },
    });
    release();
  });

  test('a client that disconnects aborts its request', async () => {
    const { slow, seen, release } = hanging();
    await using busy = await runApp({ reader: slow });
    const gone = new AbortController();
    const call = fetch(new URL('/mcp', busy.url), {
      method: 'POST',
      headers: MCP_HEADERS,
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fetch_doc","arguments":{"path":"core/graph.md"}}}',
      signal: gone.signal,
    });
    const signal = await seen;
    const stopped = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    gone.abort();
    await expect(call).rejects.toThrow();
    await stopped;
    release();
  });

  test('stopping waits for the request in flight and accepts no new one', async () => {
    const { slow, seen, release } = hanging();
    await using busy = await runApp({ reader: slow });
    const answer = callTool(busy.url, 'fetch_doc', { path: 'core/graph.md' });
    await seen;
    const stopped = busy.drain(5_000);
    await expect(fetch(new URL('/health', busy.url))).rejects.toThrow();
    release();
    expect((await answer).structured).toMatchObject({ found: true });
    await stopped;
  });

  test('stopping closes the connection of a request that never finishes', async () => {
    const { slow, seen, release } = hanging();
    await using busy = await runApp({ reader: slow });
    const answer = rpc(busy.url, 'tools/call', { name: 'fetch_doc', arguments: { path: 'core/graph.md' } });
    await seen;
    await Promise.all([busy.drain(50), expect(answer).rejects.toThrow()]);
    release();
  });
});
