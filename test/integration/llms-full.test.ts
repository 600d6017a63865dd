import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import type { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { OperationalError } from '../../src/shared/operational-error.ts';
import { runFixtureApp } from '../support/fixture-app.ts';
import { FIXTURE_DOCUMENTS } from '../support/fixture-index.ts';
import { openSocket, type RunningApp, runApp } from '../support/running-app.ts';

const resources = new AsyncDisposableStack();
let reader: SqliteReader;
let app: RunningApp;

beforeAll(async () => {
  ({ reader, app } = await runFixtureApp(resources));
});

afterAll(() => resources.disposeAsync());

const get = (headers: Record<string, string> = {}) => fetch(new URL('/llms-full.txt', app.url), { headers });

describe('/llms-full.txt', () => {
  test('/llms-full.txt has every document byte for byte between marks that no document contains', async () => {
    const response = await get();
    const text = await response.text();
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const mark = /^===== ([0-9a-f]{32}) begin/m.exec(text)?.[1] ?? '';
    const found = [
      ...text.matchAll(new RegExp(`^===== ${mark} begin (\\S+) \\|.*\\n([^]*?)^===== ${mark} end$`, 'gm')),
    ];
    expect(found.map(([, path]) => path).toSorted()).toEqual(Object.keys(FIXTURE_DOCUMENTS).toSorted());
    for (const [, path = '', content] of found) {
      expect(content).toBe(FIXTURE_DOCUMENTS[path]);
    }
    expect(text).toMatch(/7 of 7 documents\. This is the end\.\n$/);
  });

  test('/llms-full.txt is not sent again to a client that has it, and HEAD gets no body', async () => {
    const etag = (await get()).headers.get('etag') ?? '';
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    const head = await fetch(new URL('/llms-full.txt', app.url), { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  /** An index of 500 documents, by default of half a megabyte each, which counts reads and may fail at one. */
  async function manyDocuments({ failsAt = Number.POSITIVE_INFINITY, words = 60_000 } = {}) {
    const large = 'A graph. '.repeat(words);
    const { documents, status } = await reader.list();
    const { document } = await reader.document('core/graph.md');
    const entries = Array.from({ length: 500 }, (_, n) => ({ ...documents[0], path: `page-${n}.md` }));
    const count = { reads: 0 };
    const many = {
      status: () => reader.status(),
      list: async () => ({ documents: entries, status }),
      document: async (path: string) => {
        count.reads += 1;
        if (count.reads === failsAt) throw new OperationalError('INDEX_IO', 'The disk is gone.', 'Wait.');
        return { document: { ...document, path, content: large }, status };
      },
    } as unknown as IndexReader;
    return { many, count };
  }

  /** Requests all documents and takes nothing of the answer. */
  async function askWithoutReading({ port }: RunningApp) {
    const socket = await openSocket(port);
    socket.pause();
    socket.write('GET /llms-full.txt HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return socket;
  }

  /** Requests in flight without the one that asks for their number. */
  async function inFlight({ url }: RunningApp): Promise<number> {
    const text = await (await fetch(new URL('/metrics', url))).text();
    return Number(/^eino_docs_http_requests_in_flight (\d+)$/m.exec(text)?.[1]) - 1;
  }

  /** Waits until no more documents are read: the buffers of the connection are full. */
  async function untilReadingStops(running: RunningApp, count: { readonly reads: number }): Promise<void> {
    for (let seen = -1; count.reads === 0 || seen !== count.reads; ) {
      seen = count.reads;
      for (let n = 0; n < 20; n++) await inFlight(running);
    }
  }

  test('documents are read only as fast as the client takes them, and no more after it has gone', async () => {
    const { many, count } = await manyDocuments();
    await using slow = await runApp({ reader: many });
    const socket = await askWithoutReading(slow);
    await untilReadingStops(slow, count);
    expect(await inFlight(slow)).toBe(1);
    expect(count.reads).toBeLessThan(250);
    const before = count.reads;
    socket.destroy();
    while ((await inFlight(slow)) > 0);
    expect(count.reads).toBeLessThanOrEqual(before + 2);
  });

  test('other requests are served between any two documents, also for a client that takes all at once', async () => {
    const { many, count } = await manyDocuments({ words: 1 });
    await using busy = await runApp({ reader: many });
    let mostAtOnce = 0;
    let seen = 0;
    let turn: NodeJS.Immediate | undefined;
    const watch = () => {
      mostAtOnce = Math.max(mostAtOnce, count.reads - seen);
      seen = count.reads;
      turn = setImmediate(watch);
    };
    watch();
    await (await fetch(new URL('/llms-full.txt', busy.url))).text();
    clearImmediate(turn);
    expect([count.reads, mostAtOnce <= 2]).toEqual([500, true]);
  });

  test('clients that do not read all documents do not lock others out: the oldest are cut off', async () => {
    const { many, count } = await manyDocuments({ words: 10_000 });
    await using small = await runApp({ reader: many, limits: { inFlight: 2, streams: 1 } });
    const first = await askWithoutReading(small);
    await untilReadingStops(small, count);
    const cutOff = new Promise((resolve) => first.once('close', resolve));
    const whole = await fetch(new URL('/llms-full.txt', small.url));
    expect(await whole.text()).toMatch(/500 of 500 documents\. This is the end\.\n$/);
    first.resume();
    await cutOff;
  });

  test('an index that fails in the middle breaks off the answer, so that nobody takes it for whole', async () => {
    const { many } = await manyDocuments({ failsAt: 3 });
    await using failing = await runApp({ reader: many });
    const response = await fetch(new URL('/llms-full.txt', failing.url));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });
});
