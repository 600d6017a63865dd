import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../support/fixture-index.ts';
import { callTool, type RunningApp, runApp } from '../support/running-app.ts';

const resources = new AsyncDisposableStack();
let reader: SqliteReader;
let app: RunningApp;

beforeAll(async () => {
  const index = resources.use(await fixtureIndex());
  await index.publish({ documents: { ...FIXTURE_DOCUMENTS, 'core/old.md': '# Old\n\nAbout lambdas.\n' } });
  await index.publish({
    documents: { 'core/lambda.md': '# Lambda\n\nAbout lambdas.\n' },
    renamed: { 'core/old.md': 'core/lambda.md' },
  });
  reader = new SqliteReader(index.path);
  resources.defer(() => reader.close());
  const env = { RATE_LIMIT_PER_MINUTE: '0', STRUCTURED_CONTENT: 'true' };
  app = resources.use(await runApp({ reader, env, clock: () => 1_767_225_600_000 }));
});

afterAll(() => resources.disposeAsync());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, app.url), { headers, redirect: 'manual' });

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      {
        get: {
          operationId: string;
          parameters: { name: string; in: string; required: boolean }[];
          responses: Record<string, { content: { 'application/json': { schema: object } } }>;
        };
      }
    >
  >;
}

describe('the API for programs', () => {
  test.each([
    ['/api/search?query=graph+edges&max_results=2', 'search_docs', { query: 'graph edges', max_results: 2 }],
    ['/api/search?q=graph&limit=1&cursor=', 'search_docs', { query: 'graph', max_results: 1 }],
    ['/api/search?query=graph&nonsense=1', 'search_docs', { query: 'graph', nonsense: 1 }],
    ['/api/documents?path_prefix=core/', 'list_docs', { path_prefix: 'core/' }],
    ['/api/documents/core/graph.md?section=Edges', 'fetch_doc', { path: 'core/graph.md', section: 'Edges' }],
    [`/api/documents/core/${encodeURIComponent('人工')}.md`, 'fetch_doc', { path: 'core/人工.md' }],
    ['/api/documents/core%2Fold.md', 'fetch_doc', { path: 'core/old.md' }],
    [
      `/api/documents/${encodeURIComponent('https://docs.example.com/eino/core/graph/#edges')}`,
      'fetch_doc',
      { path: 'https://docs.example.com/eino/core/graph/#edges' },
    ],
    ['/api/changes', 'list_changes', {}],
    ['/api/changes?since=deadbeef1', 'list_changes', { since: 'deadbeef1' }],
    ['/api/status', 'get_index_status', {}],
  ])('GET %s is the structured answer of %s', async (path, tool, args) => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json; charset=utf-8',
    ]);
    const { isError, structured } = await callTool(app.url, tool, args);
    expect(isError).toBe(false);
    expect(await response.json()).toEqual(structured);
  });

  test('a long document comes in pages, and the cursor of a document is refused by a search', async () => {
    const long = '/api/documents/core/interrupt.md?max_tokens=1500';
    const first = (await (await get(long)).json()) as { content: string; next_cursor: string };
    const next = await get(`${long}&cursor=${first.next_cursor}`);
    const { content } = (await next.json()) as { content: string };
    expect(FIXTURE_DOCUMENTS['core/interrupt.md']).toContain(first.content + content);
    const refused = await get(`/api/search?query=graph&cursor=${first.next_cursor}`);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toEqual({
      error: { status: 400, message: expect.stringMatching(/^INVALID_CURSOR: .* Call again without it\.$/) },
    });
  });

  test.each([
    ['/api/search', 400, /^INVALID_ARGUMENTS: search_docs: query is missing/],
    ['/api/search?query=+', 400, /^INVALID_ARGUMENTS: search_docs: query is missing/],
    ['/api/documents/', 400, /path is missing/],
    ['/api/documents/%ff', 400, /percent-encoding/],
    ['/api/documents/core/graphs.md', 404, /^No such document/],
    ['/api/documents/core/graph.md?section=Branches', 404, /^No such document or section/],
    ['/api', 404, /Not found/],
    ['/api/nothing', 404, /Not found/],
  ])('GET %s is refused with the JSON error %i', async (path, status, message) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { status, message: expect.stringMatching(message) },
    });
  });

  test('a document that is not there comes with the nearest paths', async () => {
    const response = await get('/api/documents/core/graphs.md');
    expect(await response.json()).toMatchObject({
      error: { suggestions: expect.arrayContaining(['core/graph.md']) },
    });
  });

  test('an answer that only became older is not sent again to a client that has its ETag', async () => {
    let now = 1_767_225_600_000;
    await using aging = await runApp({ reader, clock: () => now });
    for (const path of ['/api/search?query=graph', '/api/documents/core/graph.md', '/api/status']) {
      const url = new URL(path, aging.url);
      const first = await fetch(url);
      now += 1_000;
      const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
      expect((await fetch(url, { headers })).status).toBe(304);
      expect((await fetch(new URL('/api/documents', aging.url), { headers })).status).toBe(200);
    }
  });

  test('an unreadable index is 503 with its code, and says when to try again', async () => {
    await using broken = await runApp({ reader: new SqliteReader(import.meta.filename) });
    const response = await fetch(new URL('/api/search?query=graph', broken.url));
    const { error } = (await response.json()) as { error: { message: string } };
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(error.message).toMatch(/^INDEX_\w+: The index cannot be read\./);
    expect(error.message).not.toContain(import.meta.filename);
  });

  test('the API has the guards of the other routes: Host, token, rate and method', async () => {
    await using closed = await runApp({
      reader,
      env: { MCP_AUTH_TOKEN: 's3cret', RATE_LIMIT_PER_MINUTE: '60' },
      clock: () => 0,
    });
    const headers = { authorization: 'Bearer s3cret' };
    for (const path of ['/api/status', '/openapi.json', '/llms-full.txt']) {
      expect((await fetch(new URL(path, closed.url))).status).toBe(401);
      expect((await fetch(new URL(path, closed.url), { headers })).status).toBe(200);
    }
    const post = await fetch(new URL('/api/search', closed.url), { method: 'POST', body: '{}' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const foreign = { origin: 'https://evil.example' };
    expect((await fetch(new URL('/api/status', closed.url), { headers: foreign })).status).toBe(403);
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 100) {
      statuses.push((await fetch(new URL('/api/status', closed.url), { headers })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });

  test('whatever the path and the query string, the API answers or says as JSON what is wrong with them', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        'core/graph.md',
        '..',
        '',
        'null',
        '1e999',
        '#',
        '?',
        '%00',
        'https://docs.example.com/eino/',
      ),
    );
    const name = fc.oneof(
      fc.constantFrom(
        'query',
        'q',
        'max_results',
        'path',
        'cursor',
        'max_tokens',
        'section',
        'language',
        'since',
      ),
      fc.string({ maxLength: 10 }),
    );
    const route = fc.constantFrom('search', 'documents', 'documents/', 'changes', 'status');
    await fc.assert(
      fc.asyncProperty(
        route,
        text,
        fc.array(fc.tuple(name, text), { maxLength: 4 }),
        async (below, path, pairs) => {
          const rest = below.endsWith('/') ? encodeURIComponent(path.toWellFormed()) : '';
          const query = new URLSearchParams(
            pairs.map(([key, value]): [string, string] => [key.toWellFormed(), value.toWellFormed()]),
          );
          const response = await get(`/api/${below}${rest}?${query}`);
          expect([200, 400, 404]).toContain(response.status);
          expect(await response.json()).toEqual(expect.any(Object));
        },
      ),
      { numRuns: 100 },
    );
  });

  test('the metrics count the routes of the API, whatever the path of the document', async () => {
    await get('/api/documents/core/graph.md');
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/http_requests_total\{route="\/api\/documents\/\{path\}",status="200"\} \d/);
    expect(metrics).toMatch(/http_requests_total\{route="\/api\/search",status="400"\} \d/);
  });
});

describe('/openapi.json', () => {
  const description = async () => (await (await get('/openapi.json')).json()) as OpenApi;

  test('/openapi.json is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...(await description()) });
    expect(result).toMatchObject({ valid: true });
    await using closed = await runApp({ reader, env: { MCP_AUTH_TOKEN: 's3cret' } });
    const headers = { authorization: 'Bearer s3cret' };
    const withToken = await (await fetch(new URL('/openapi.json', closed.url), { headers })).json();
    expect(withToken).toMatchObject({ security: [{ token: [] }] });
    expect(await new Validator().validate({ ...(withToken as object) })).toMatchObject({ valid: true });
  });

  test('/openapi.json has every argument of each tool, as a parameter of its route', async () => {
    const { paths } = await description();
    const parameters = Object.entries(paths).map(
      ([
        path,
        {
          get: { operationId, parameters },
        },
      ]) => [
        path,
        operationId,
        parameters.map(({ name, required }) => (required ? name : `${name}?`)).join(' '),
      ],
    );
    expect(parameters).toEqual([
      ['/api/search', 'search_docs', 'query max_results? path_prefix? language? cursor?'],
      ['/api/documents', 'list_docs', 'path_prefix? cursor?'],
      ['/api/documents/{path}', 'fetch_doc', 'path section? cursor? max_tokens?'],
      ['/api/changes', 'list_changes', 'since? cursor?'],
      ['/api/status', 'get_index_status', ''],
    ]);
  });

  test('every answer and error of the API matches its schema in /openapi.json', async () => {
    const { paths, ...rest } = await description();
    const { components } = rest as unknown as { components: { schemas: { Error: object } } };
    const ajv = new Ajv2020({ strict: false });
    for (const [path, url] of [
      ['/api/search', '/api/search?q=graph&unknown=1'],
      ['/api/documents', '/api/documents'],
      ['/api/documents/{path}', '/api/documents/core/graph.md'],
      ['/api/changes', '/api/changes'],
      ['/api/status', '/api/status'],
    ] as const) {
      const schema = paths[path]?.get.responses['200']?.content['application/json'].schema ?? {};
      const validate = ajv.compile(schema);
      validate(await (await get(url)).json());
      expect([path, validate.errors]).toEqual([path, null]);
    }
    const isError = ajv.compile(components.schemas.Error);
    for (const path of ['/api/search', '/api/documents/nothing', '/nothing']) {
      expect(isError(await (await get(path)).json())).toBe(true);
    }
  });
});
