import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../support/fixture-index.ts';
import { type HttpProgram, startServer } from '../support/programs.ts';
import { rpc } from '../support/running-app.ts';

/** Tests that it does not matter which of several servers over one index answers a request. */

const LIMIT = 40;
const resources = new AsyncDisposableStack();
let servers: [HttpProgram, HttpProgram];

beforeAll(async () => {
  const index = resources.use(await fixtureIndex());
  const many = Object.fromEntries(
    Array.from({ length: 400 }, (_, n) => [`many/${n}.md`, `# Page ${n}\n\nAbout the graph of page ${n}.\n`]),
  );
  await index.publish({ documents: { ...FIXTURE_DOCUMENTS, ...many }, at: Date.now() - 3 * 86_400_000 });
  const settings = {
    INDEX_PATH: index.path,
    PUBLIC_URL: 'https://mcp.example.com',
    RATE_LIMIT_PER_MINUTE: String(LIMIT),
  };
  const start = async () => resources.use(await startServer(settings));
  servers = [await start(), await start()];
});
afterAll(() => resources.disposeAsync());

/** The body with the age of the data, which a second may have passed for, left out. */
async function bodyOf(response: Response): Promise<string> {
  return (await response.text()).replace(/"age_seconds":\d+/g, '"age_seconds":0');
}

async function get(path: string, headers: Record<string, string> = {}) {
  return Promise.all(servers.map(({ url }) => fetch(new URL(path, url), { headers })));
}

test('two servers over one index give the same answers, cursors and ETags, and count requests each for itself', async () => {
  const list = '/api/documents?path_prefix=many/';
  let cursor: string | undefined;
  let pages = 0;
  do {
    const answers = await get(cursor === undefined ? list : `${list}&cursor=${cursor}`);
    const bodies = (await Promise.all(answers.map(bodyOf))) as [string, string];
    expect(bodies[0]).toBe(bodies[1]);
    // Both servers get a cursor of one of them, by turns.
    cursor = (JSON.parse(bodies[pages % 2] ?? '') as { next_cursor?: string }).next_cursor;
    pages += 1;
  } while (cursor !== undefined);
  expect(pages).toBeGreaterThan(2);
  const [found, alsoFound] = (await get('/api/search?query=graph+checkpoint&max_results=20')) as [
    Response,
    Response,
  ];
  expect(await bodyOf(found)).toBe(await bodyOf(alsoFound));

  const document = '/api/documents/core/interrupt.md?max_tokens=500';
  const [left, right] = (await Promise.all((await get(document)).map(bodyOf))) as [string, string];
  expect(left).toBe(right);
  const { next_cursor } = JSON.parse(left) as { next_cursor: string };
  const [next, same] = await get(`${document}&cursor=${next_cursor}`);
  expect(next?.status).toBe(200);
  expect(await bodyOf(next as Response)).toBe(await bodyOf(same as Response));

  for (const path of [document, '/api/documents', '/docs/core/graph.md', '/llms-full.txt']) {
    const [a, b] = (await get(path)) as [Response, Response];
    const etag = a.headers.get('etag');
    expect({ path, status: a.status, etag }).toMatchObject({ status: 200, etag: expect.stringMatching(/"/) });
    expect(b.headers.get('etag')).toBe(etag);
    expect(await bodyOf(a)).toBe(await bodyOf(b));
    const again = await get(path, { 'if-none-match': etag ?? '' });
    expect(again.map(({ status }) => status)).toEqual([304, 304]);
  }

  const calls = servers.map(({ url }) =>
    rpc(url, 'tools/call', { name: 'search_docs', arguments: { query: 'add a node to a graph' } }),
  );
  const [one, other] = await Promise.all((await Promise.all(calls)).map(bodyOf));
  expect(one).toBe(other);

  const [busy, idle] = servers;
  const statuses = new Set<number>();
  for (let n = 0; n < LIMIT; n += 1) {
    const answer = await fetch(new URL('/api/changes', busy.url));
    statuses.add(answer.status);
  }
  expect([...statuses]).toContain(429);
  expect((await fetch(new URL('/api/changes', idle.url))).status).toBe(200);
});
