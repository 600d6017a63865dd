import { beforeAll, describe, expect, test } from '@jest/globals';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import fc from 'fast-check';
import { lexicalServices } from '../../../test/support/running-app.ts';
import { EMPTY_STATUS } from '../../shared/domain/index-status.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { silentLogger } from '../../shared/logger.ts';
import { requestIdOf } from './json-rpc.ts';
import { headerMismatch, type McpEndpoint, mcpEndpoint, protocolHeaders } from './mcp-endpoint.ts';
import { mcpMethods, toolsOf } from './mcp-server.ts';

const VERSION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': {},
};

const emptyIndex: IndexReader = {
  status: async () => EMPTY_STATUS,
  search: async () => ({ matches: [], status: EMPTY_STATUS }),
  document: async () => ({ document: null, status: EMPTY_STATUS }),
  list: async () => ({ documents: [], status: EMPTY_STATUS }),
  entries: async () => ({ entries: [], status: EMPTY_STATUS }),
  changesSince: async () => ({ changes: [], status: EMPTY_STATUS }),
  termCounts: async () => ({ counts: new Map(), status: EMPTY_STATUS }),
  namesUnder: async () => ({ names: [], status: EMPTY_STATUS }),
  outdatedNames: async () => ({ names: new Map(), status: EMPTY_STATUS }),
  async *scan() {},
  async close() {},
};

let endpoint: McpEndpoint;

beforeAll(() => {
  const hints = { of: async () => ({ ttlMs: 5, cacheScope: 'public' as const }) };
  const services = lexicalServices(emptyIndex);
  endpoint = mcpEndpoint(mcpMethods(services, toolsOf(services)), hints, silentLogger);
});

/** Sends a message without headers, as over stdio. */
const send = (message: unknown) => endpoint(message, null, new AbortController().signal);

const call = (method: string, params?: Record<string, unknown>, id: unknown = 7) =>
  send({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });

const modern = (method: string, params: Record<string, unknown> = {}, id: unknown = 7) =>
  call(method, { ...params, _meta: META }, id);

const MISSING = { uri: 'eino-docs://docs/nothing.md' };

describe('protocol version 2026-07-28', () => {
  test('server/discover names every version, what the server can do and who it is', async () => {
    expect(await modern('server/discover')).toEqual({
      status: 200,
      body: {
        jsonrpc: '2.0',
        id: 7,
        result: {
          resultType: 'complete',
          supportedVersions: [VERSION, ...SUPPORTED_PROTOCOL_VERSIONS],
          capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
          instructions: expect.stringContaining('EINO'),
          ttlMs: 5,
          cacheScope: 'public',
          _meta: {
            'io.modelcontextprotocol/serverInfo': { name: 'eino-docs', title: 'EINO docs', version: '0.0.0' },
          },
        },
      },
    });
  });

  test.each([
    ['tools/list', {}],
    ['prompts/list', {}],
    ['resources/list', {}],
    ['resources/templates/list', {}],
    ['resources/read', { uri: 'eino-docs://status' }],
    ['prompts/get', { name: 'answer_from_docs', arguments: { question: 'x' } }],
    ['tools/call', { name: 'list_docs' }],
    [
      'completion/complete',
      {
        ref: { type: 'ref/resource', uri: 'eino-docs://docs/{+path}' },
        argument: { name: 'path', value: '' },
      },
    ],
  ])('%s gives a result that says it is complete and from whom it is', async (method, params) => {
    expect(await modern(method, params)).toMatchObject({
      status: 200,
      body: {
        id: 7,
        result: {
          resultType: 'complete',
          _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'eino-docs' } },
        },
      },
    });
  });

  test.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'docs/delete', '__proto__'])(
    '%s is no method of this version: status 404',
    async (method) => {
      expect(await modern(method)).toMatchObject({ status: 404, body: { id: 7, error: { code: -32_601 } } });
    },
  );

  test.each([
    ['no capabilities', { ...META, 'io.modelcontextprotocol/clientCapabilities': undefined }],
    ['capabilities that are a list', { ...META, 'io.modelcontextprotocol/clientCapabilities': [] }],
    ['a version that is a number', { ...META, 'io.modelcontextprotocol/protocolVersion': 2 }],
  ])('a request with %s is refused', async (_, meta) => {
    const answer = await call('tools/list', { _meta: JSON.parse(JSON.stringify(meta)) });
    expect(answer).toMatchObject({ status: 400, body: { id: 7, error: { code: -32_602 } } });
  });

  test.each([
    ['an earlier', '1999-01-01'],
    ['a later', '2027-01-01'],
    ['an older, served', '2025-11-25'],
    ['an endless', 'x'.repeat(5_000)],
  ])(
    'a request that says %s version in _meta is refused with the versions that are served',
    async (_, version) => {
      const meta = { ...META, 'io.modelcontextprotocol/protocolVersion': version };
      expect(await call('tools/list', { _meta: meta })).toMatchObject({
        status: 400,
        body: {
          id: 7,
          error: {
            code: -32_022,
            data: { supported: [VERSION, ...SUPPORTED_PROTOCOL_VERSIONS], requested: version.slice(0, 100) },
          },
        },
      });
    },
  );

  test('a missing resource is an invalid parameter, with the nearest paths', async () => {
    expect(await modern('resources/read', MISSING)).toMatchObject({
      status: 200,
      body: { error: { code: -32_602, data: { uri: MISSING.uri, suggestions: [] } } },
    });
  });
});

describe('protocol versions up to 2025-11-25', () => {
  test.each(SUPPORTED_PROTOCOL_VERSIONS)('initialize agrees on version %s', async (version) => {
    const clientInfo = { name: 'test', version: '1' };
    const answer = await call('initialize', { protocolVersion: version, capabilities: {}, clientInfo });
    expect(answer).toMatchObject({ status: 200, body: { id: 7, result: { protocolVersion: version } } });
  });

  test('results have nothing of later versions', async () => {
    for (const method of ['tools/list', 'resources/list', 'prompts/list', 'resources/templates/list']) {
      const { body } = await call(method);
      expect(Object.keys(body?.result ?? {})).toHaveLength(1);
    }
  });

  test('server/discover is unknown, so that a client can tell the versions apart by it', async () => {
    expect(await call('server/discover')).toMatchObject({
      status: 200,
      body: { id: 7, error: { code: -32_601 } },
    });
  });

  test('a missing resource has a code of its own', async () => {
    expect(await call('resources/read', MISSING)).toMatchObject({ body: { error: { code: -32_002 } } });
  });
});

describe.each([
  ['2026-07-28', modern],
  ['up to 2025-11-25', call],
] as const)('parameters that do not match the schema of the method, version %s', (_, request) => {
  test.each([
    ['tools/call', {}, 'params.name'],
    ['resources/read', { uri: 5 }, 'params.uri'],
    ['resources/list', { cursor: 5 }, 'params.cursor'],
    ['completion/complete', {}, 'params.ref'],
    ['prompts/get', { name: 5 }, 'params.name'],
    ['prompts/get', { name: 'answer_from_docs', arguments: { question: ' ' } }, 'question'],
    ['tools/call', { name: '__proto__' }, '"__proto__"'],
    ['prompts/get', { name: 'constructor' }, '"constructor"'],
  ])('%s with %j is answered with the invalid parameter', async (method, params, place) => {
    expect(await request(method, params)).toEqual({
      status: 200,
      body: { jsonrpc: '2.0', id: 7, error: { code: -32_602, message: expect.stringContaining(place) } },
    });
  });
});

test.each([
  ['a progress token that is an object', { progressToken: {} }],
  ['a related task that is a number', { 'io.modelcontextprotocol/related-task': 5 }],
  ['client info that is a number', { 'io.modelcontextprotocol/clientInfo': 5 }],
])('%s in _meta is ignored in both eras, not left without an answer', async (_, meta) => {
  expect(await call('ping', { _meta: meta })).toMatchObject({ status: 200, body: { id: 7, result: {} } });
  const answer = await call('tools/list', { _meta: { ...META, ...meta } });
  expect(answer).toMatchObject({ status: 200, body: { id: 7, result: { resultType: 'complete' } } });
});

test('initialize without parameters is answered with the parameter that is missing', async () => {
  expect(await call('initialize')).toMatchObject({
    status: 400,
    body: { id: 7, error: { code: -32_602, message: expect.stringContaining('params') } },
  });
});

test('a request that asks for a task is answered as if it did not, in both eras', async () => {
  const params = { name: 'list_docs', task: { ttl: 60_000 } };
  for (const { body } of [await call('tools/call', params), await modern('tools/call', params)]) {
    expect(body?.result).toHaveProperty('content');
  }
});

test('requests of both eras with the same id, sent at once, each get their own answer', async () => {
  const answers = await Promise.all([call('ping'), modern('ping'), call('tools/list'), modern('tools/list')]);
  expect(answers.map(({ status, body }) => [status, body?.id])).toEqual([
    [200, 7],
    [404, 7],
    [200, 7],
    [200, 7],
  ]);
});

test.each([
  ['known', 'notifications/initialized', {}],
  ['unknown', 'notifications/nobody/knows', { a: [1] }],
  ['of 2026-07-28', 'notifications/cancelled', { requestId: 7, _meta: META }],
])('a notification that is %s gets no answer', async (_, method, params) => {
  expect(await send({ jsonrpc: '2.0', method, params })).toEqual({ status: 202 });
});

describe('hostile requests', () => {
  /** Nested `depth` times, as JSON.parse makes it. */
  const nested = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`key${n}`, n]));

  test.each<[string, Record<string, unknown>]>([
    ['nested 12,000 deep', nested(12_000)],
    ['with 5,000 members', many],
    ['with a member named like the prototype', JSON.parse('{"__proto__":{"a":1}}')],
  ])('_meta %s is answered in both eras, wherever it is', async (_, value) => {
    const capabilities = 'io.modelcontextprotocol/clientCapabilities';
    const metas = [
      value,
      { ...META, ...value },
      { ...META, [capabilities]: value },
      { ...META, [capabilities]: { experimental: value } },
    ];
    for (const _meta of metas) {
      expect(await call('tools/list', { _meta })).toMatchObject({ status: 200, body: { id: 7 } });
    }
    const clientInfo = { name: 'test', version: '1', ...value };
    const params = { protocolVersion: '2025-11-25', capabilities: { experimental: value }, clientInfo };
    expect(await call('initialize', params)).toMatchObject({ status: 200, body: { id: 7 } });
  });

  test('a text of 60,000 characters as id comes back as it is', async () => {
    const id = '人'.repeat(60_000);
    expect((await modern('tools/list', {}, id)).body?.id).toBe(id);
    expect((await call('ping', {}, id)).body?.id).toBe(id);
  });

  test('whatever a message holds, a request is answered once under its id and nothing else is', async () => {
    const methods = fc.constantFrom<unknown>('ping', 'tools/list', 'tools/call', 'initialize', 'x', null);
    const ids = fc.oneof(fc.integer(), fc.string(), fc.double(), fc.constantFrom(undefined, null, {}));
    const metas = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          'io.modelcontextprotocol/protocolVersion': fc.constantFrom<unknown>(VERSION, '2025-11-25', 5),
          'io.modelcontextprotocol/clientCapabilities': fc.oneof(fc.constant({}), fc.jsonValue()),
          progressToken: fc.jsonValue(),
        },
        { requiredKeys: [] },
      ),
    );
    const params = fc.oneof(fc.jsonValue(), fc.record({ _meta: metas, name: fc.jsonValue() }));
    const message = fc.record({ jsonrpc: fc.constant('2.0'), id: ids, method: methods, params });
    await fc.assert(
      fc.asyncProperty(fc.oneof(message, fc.jsonValue()), async (sent) => {
        const received = JSON.parse(JSON.stringify(sent) ?? 'null');
        const { status, body } = await send(received);
        expect([200, 202, 400, 404]).toContain(status);
        if (body !== undefined) expect(body.id).toBe(requestIdOf(received));
        const isRequest = typeof received?.method === 'string' && 'id' in received;
        if (isRequest) expect(body).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

function check(method: string, params: Record<string, unknown>, headers: Record<string, string>) {
  const request = { jsonrpc: '2.0' as const, id: 1, method, params };
  return headerMismatch(request, VERSION, protocolHeaders(headers));
}

const base = { 'mcp-protocol-version': VERSION, 'mcp-method': 'tools/call' };
const encoded = (text: string) => `=?base64?${Buffer.from(text).toString('base64')}?=`;

describe('the headers that repeat the body', () => {
  test.each([
    ['the name of a tool', 'tools/call', { name: 'search_docs' }, 'search_docs'],
    ['a name in Base64', 'tools/call', { name: 'search_docs' }, encoded('search_docs')],
    [
      'a URI beyond ASCII',
      'resources/read',
      { uri: 'eino-docs://docs/人工.md' },
      encoded('eino-docs://docs/人工.md'),
    ],
    ['a name that looks encoded', 'prompts/get', { name: '=?base64?YQ==?=' }, encoded('=?base64?YQ==?=')],
  ])('are accepted with %s', (_, method, params, name) => {
    expect(check(method, params, { ...base, 'mcp-method': method, 'mcp-name': name })).toBeNull();
  });

  test('need no name where the method has none', () => {
    expect(check('tools/list', {}, { ...base, 'mcp-method': 'tools/list' })).toBeNull();
    expect(check('constructor', {}, { ...base, 'mcp-method': 'constructor' })).toBeNull();
  });

  test.each<[string, Record<string, string>]>([
    ['without the version', { 'mcp-method': 'tools/call', 'mcp-name': 'search_docs' }],
    ['with another version', { ...base, 'mcp-protocol-version': '2025-11-25', 'mcp-name': 'search_docs' }],
    [
      'with the version twice',
      { ...base, 'mcp-protocol-version': `${VERSION}, ${VERSION}`, 'mcp-name': 'search_docs' },
    ],
    ['without the method', { 'mcp-protocol-version': VERSION, 'mcp-name': 'search_docs' }],
    ['with the method in another case', { ...base, 'mcp-method': 'Tools/Call', 'mcp-name': 'search_docs' }],
    ['without the name', base],
    ['with the name in another case', { ...base, 'mcp-name': 'Search_Docs' }],
    ['with the name of another tool', { ...base, 'mcp-name': 'fetch_doc' }],
    ['with invalid Base64', { ...base, 'mcp-name': '=?base64?c2Vhcm!?=' }],
    ['with Base64 that is no UTF-8', { ...base, 'mcp-name': '=?base64?/w==?=' }],
  ])('are refused %s', (_, headers) => {
    expect(check('tools/call', { name: 'search_docs' }, headers)).toMatchObject({ code: -32_020 });
  });
});
