import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../../../test/support/fixture-index.ts';
import { MCP_HEADERS, type RunningApp, rpc, runApp } from '../../../test/support/running-app.ts';
import { SqliteReader } from '../../shared/index/sqlite/sqlite-reader.ts';
import { type Logger, silentLogger } from '../../shared/logger.ts';

type Line = Record<string, unknown>;

const resources = new AsyncDisposableStack();
let app: RunningApp;
/** The lines at `info`, and who waits for the next one. */
let lines: Line[];
let onLine: () => void = () => {};

const logger: Logger = {
  ...silentLogger,
  info(line: object) {
    lines.push(line as Line);
    onLine();
  },
} as Logger;

beforeAll(async () => {
  const index = resources.use(await fixtureIndex());
  await index.publish({ documents: FIXTURE_DOCUMENTS });
  const reader = new SqliteReader(index.path);
  resources.defer(() => reader.close());
  const env = { TRUST_PROXY: 'true', MCP_AUTH_TOKEN: 'the-token-of-the-server' };
  app = resources.use(await runApp({ reader, env, logger }));
});
afterAll(() => resources.disposeAsync());

beforeEach(() => {
  lines = [];
});

const AUTHORIZED = { authorization: 'Bearer the-token-of-the-server' };

/** Sends a request and waits for its line. */
async function logged(request: () => Promise<Response>): Promise<{ line: Line; response: Response }> {
  const next = new Promise<void>((resolve) => {
    onLine = resolve;
  });
  const response = await request();
  await response.text();
  await next;
  return { line: lines.at(-1) ?? {}, response };
}

const get = (path: string, headers: Record<string, string> = AUTHORIZED) =>
  logged(() => fetch(`${app.url}${path}`, { headers }));

describe('the log of requests', () => {
  test('a request is one line at info with method, route, status, duration, tool and the id of the response', async () => {
    const { line, response } = await logged(() =>
      rpc(
        app.url,
        'tools/call',
        { name: 'search_docs', arguments: { query: 'secretive graph' } },
        AUTHORIZED,
      ),
    );
    expect(line).toEqual({
      method: 'POST',
      route: '/mcp',
      status: 200,
      ms: expect.any(Number),
      tool: 'search_docs',
      id: response.headers.get('x-request-id'),
    });
    expect(lines).toHaveLength(1);
    expect((await logged(() => rpc(app.url, 'tools/list', {}, AUTHORIZED))).line).not.toHaveProperty('tool');
  });

  test('a tool that answers with an error is marked as failed, although the status is 200', async () => {
    const { line } = await logged(() =>
      rpc(app.url, 'tools/call', { name: 'search_docs', arguments: {} }, AUTHORIZED),
    );
    expect(line).toMatchObject({ status: 200, tool: 'search_docs', failed: true });
  });

  test.each([
    ['/api/search?query=secretive', { route: '/api/search', status: 200, tool: 'search_docs' }],
    ['/api/documents/secretive.md', { route: '/api/documents/{path}', status: 404, tool: 'fetch_doc' }],
    ['/docs/secretive.md', { route: '/docs', status: 404 }],
    ['/secretive', { route: 'none', status: 404 }],
  ])('the line of %s has the route and not what follows it', async (path, expected) => {
    const { line } = await get(path);
    expect(line).toMatchObject(expected);
    expect(JSON.stringify(lines)).not.toContain('secretive');
  });

  test('no line has a name of a tool that does not exist, a token or a header', async () => {
    const headers = { ...MCP_HEADERS, ...AUTHORIZED, 'x-secretive': 'secretive' };
    const params = { name: 'secretive', arguments: {} };
    const { line } = await logged(() => rpc(app.url, 'tools/call', params, headers));
    expect(Object.keys(line)).not.toContain('tool');
    const { line: refused } = await get('/llms.txt', { authorization: 'Bearer secretive' });
    expect(refused).toMatchObject({ route: '/llms.txt', status: 401 });
    expect(JSON.stringify(lines)).not.toMatch(/secretive|the-token/);
  });

  test('requests of monitors have no line at info unless they are refused', async () => {
    for (const path of ['/health', '/metrics']) {
      expect((await fetch(`${app.url}${path}`, { headers: AUTHORIZED })).status).toBe(200);
    }
    const { line } = await get('/metrics', {});
    expect(line).toMatchObject({ route: '/metrics', status: 401 });
    expect(lines).toHaveLength(1);
  });

  test('a trusted proxy names the request, but only with the characters of an id', async () => {
    const named = await get('/llms.txt', { ...AUTHORIZED, 'fly-request-id': '01HXYZ-fra' });
    expect([named.line['id'], named.response.headers.get('x-request-id')]).toEqual([
      '01HXYZ-fra',
      '01HXYZ-fra',
    ]);
    const odd = await get('/llms.txt', { ...AUTHORIZED, 'x-request-id': '{"level":"error"}' });
    expect(odd.line['id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
