import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { QdrantConnection } from '../../src/shared/index/qdrant/qdrant-connection.ts';
import { listenOnLoopback, stopServer } from '../support/loopback-server.ts';
import { freePort } from '../support/programs.ts';

/** Tests which of several addresses a request goes to, against bare HTTP servers that answer as Qdrant does. */

const KEY = 'a-key-for-all-nodes';
const OK = { result: { collections: [] } };
const FAILED = { status: { error: 'Service internal error: Tonic status error: tcp connect error' } };

/** One node. */
class Node {
  url = '';
  /** Requests for the list of collections. */
  requests = 0;
  keys = new Set<string | undefined>();
  answer: (request: IncomingMessage, response: ServerResponse) => void = this.json(200, OK);
  /** What it says of the cluster. */
  cluster: unknown = { result: { status: 'disabled' } };
  readonly #server: Server = createServer((request, response) => {
    this.keys.add(request.headers['api-key']?.toString());
    if (request.url === '/') response.end('{"title":"qdrant","version":"1.18.3"}');
    else if (request.url === '/cluster') this.json(200, this.cluster)(request, response);
    else if (request.url === '/collections/docs/cluster') this.json(200, this.copies)(request, response);
    else {
      this.requests += 1;
      this.answer(request, response);
    }
  });
  copies: unknown = { result: { local_shards: [{ state: 'Active' }], remote_shards: [{ state: 'Active' }] } };

  async start(): Promise<this> {
    this.url = await listenOnLoopback(this.#server);
    return this;
  }

  stop = () => stopServer(this.#server);

  json(status: number, body: unknown) {
    return (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
  }
}

let nodes: [Node, Node, Node];
let connection: QdrantConnection;
let nothing: string;

beforeEach(async () => {
  nodes = [await new Node().start(), await new Node().start(), await new Node().start()];
  nothing = `http://127.0.0.1:${await freePort()}`;
  connection = connect(nodes.map(({ url }) => url));
});
afterEach(async () => {
  await connection.close();
  for (const node of nodes) await node.stop();
});

function connect(urls: readonly string[]): QdrantConnection {
  return new QdrantConnection(
    { urls, apiKey: KEY, alias: 'docs', clock: Date.now, delay: async () => {}, timeLimitMs: 1_000 },
    { attempts: 2, firstWaitMs: 0, longestWaitMs: 0 },
  );
}

const read = () => connection.read((api, init) => api.getCollections({}, init));
const write = () => connection.write((api, init) => api.getCollections({}, init));
const counts = () => nodes.map(({ requests }) => requests);

describe('QdrantConnection with several addresses', () => {
  test('requests go to the first address, with the same key to all', async () => {
    await read();
    await write();
    expect(counts()).toEqual([2, 0, 0]);
    nodes[0].answer = nodes[0].json(500, FAILED);
    nodes[1].answer = nodes[1].json(503, FAILED);
    await read();
    expect(nodes.map(({ keys }) => [...keys])).toEqual([[KEY], [KEY], [KEY]]);
  });

  test.each([
    ['refuses connections', async () => nodes[0].stop()],
    [
      'answers with a failure of its own',
      async () => {
        nodes[0].answer = nodes[0].json(500, FAILED);
      },
    ],
  ])('reads and writes go on at the next address if one %s, and stay there', async (_, fail) => {
    await fail();
    await write();
    await read();
    await write();
    expect(nodes[1].requests).toBe(3);
    expect(nodes[0].requests).toBeLessThanOrEqual(1);
    expect(nodes[2].requests).toBe(0);
  });

  test.each([
    ['hangs', (_: IncomingMessage, __: ServerResponse) => {}],
    ['breaks off the connection', ({ socket }: IncomingMessage) => socket.destroy()],
  ])(
    'a read goes on at the next address if one %s; a write, which may happen yet, does not',
    async (_, answer) => {
      nodes[0].answer = answer;
      await read();
      expect(counts()).toEqual([1, 1, 0]);
      await connection.close();
      connection = connect(nodes.map(({ url }) => url));
      await expect(write()).rejects.toMatchObject({
        code: expect.stringMatching(/^QDRANT_(TIMEOUT|UNREACHABLE)$/),
      });
      expect(counts()).toEqual([3, 1, 0]);
    },
  );

  test('a write that was broken off goes on at the next address once the first one refuses connections', async () => {
    nodes[0].answer = ({ socket }) => {
      socket.destroy();
      void nodes[0].stop();
    };
    await write();
    expect(counts()).toEqual([1, 1, 0]);
  });

  test.each([
    [400, 'QDRANT_REFUSED'],
    [401, 'QDRANT_UNAUTHORIZED'],
    [404, 'QDRANT_NOT_FOUND'],
    [429, 'QDRANT_RATE_LIMITED'],
    [507, 'QDRANT_OUT_OF_SPACE'],
  ])('an answer with status %i is final: no other address is asked', async (status, code) => {
    nodes[0].answer = nodes[0].json(status, {});
    await expect(read()).rejects.toMatchObject({ code });
    expect(counts().slice(1)).toEqual([0, 0]);
  });

  test('readEach() asks every address once and returns what those answered that did', async () => {
    nodes[1].answer = nodes[1].json(500, FAILED);
    const answers = await connection.readEach((api, init) => api.getCollections({}, init));
    expect(answers).toEqual([OK.result, OK.result]);
    expect(counts()).toEqual([1, 1, 1]);
  });
});

describe('QdrantConnection to a cluster whose nodes are lost', () => {
  const peers = { 1: { uri: 'http://a:6335/' }, 2: { uri: 'http://b:6335/' }, 3: { uri: 'http://c:6335/' } };
  const failures = (...lost: string[]) => ({
    result: {
      status: 'enabled',
      peers,
      message_send_failures: Object.fromEntries(
        lost.map((uri) => [uri, { count: 9, latest_error: 'tonic' }]),
      ),
    },
  });

  test.each([
    ['two of three nodes are gone', failures('http://b:6335/', 'http://c:6335/'), 'QDRANT_NO_QUORUM'],
    ['one of three nodes is gone', failures('http://b:6335/'), 'QDRANT_NODE_LOST'],
    ['no node is gone and all copies are active', failures(), 'QDRANT_BAD_RESPONSE'],
    ['it is no cluster', { result: { status: 'disabled' } }, 'QDRANT_BAD_RESPONSE'],
    ['it does not say', { status: 'of no use' }, 'QDRANT_BAD_RESPONSE'],
  ])('a failed request has a code of its own: %s', async (_, cluster, code) => {
    await connection.close();
    connection = connect([nodes[0].url, nothing]);
    nodes[0].answer = nodes[0].json(500, FAILED);
    nodes[0].cluster = cluster;
    const error: unknown = await write().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, advice: expect.stringMatching(/\w/) });
    if (code !== 'QDRANT_BAD_RESPONSE') expect(String(error)).not.toMatch(/tonic|internal error/i);
  });

  test('a request that fails while copies recover says so', async () => {
    nodes[0].answer = nodes[0].json(500, FAILED);
    nodes[1].answer = nodes[0].answer;
    nodes[2].answer = nodes[0].answer;
    nodes[0].cluster = failures();
    nodes[0].copies = {
      result: { local_shards: [{ state: 'Active' }], remote_shards: [{ state: 'Partial' }] },
    };
    await expect(read()).rejects.toMatchObject({
      code: 'QDRANT_NODE_LOST',
      message: expect.stringContaining('1 of the 2 copies of docs'),
    });
  });
});
