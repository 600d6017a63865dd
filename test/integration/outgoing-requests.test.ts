import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OpenAIEmbedder } from '../../src/shared/embedding/openai-embedder.ts';
import { QdrantConnection } from '../../src/shared/index/qdrant/qdrant-connection.ts';
import { describeError } from '../../src/shared/operational-error.ts';
import type { Proxies } from '../../src/shared/outgoing-fetch.ts';
import { OpenAISummarizer } from '../../src/worker/summary/openai-summarizer.ts';
import { GitRepository } from '../support/git-repository.ts';
import { startLoopbackEmbeddings } from '../support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../support/loopback-github.ts';
import { gitHubSource, TOKEN } from '../support/loopback-github-source.ts';
import { startLoopbackProxy } from '../support/loopback-proxy.ts';
import { listenOnLoopback, stopServer } from '../support/loopback-server.ts';
import { startServer, startWorker } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { SELF_SIGNED_CERTIFICATE, startTlsFront } from '../support/tls-front.ts';

/** Tests what every dependency's client does with redirects, endless bodies, certificates and proxies. */

const KEY = 'a-key-that-only-its-host-may-see';
const deps = { clock: Date.now, delay: async () => {} };

interface Target {
  readonly baseUrl: string;
  readonly proxies?: Proxies | null;
}

/** One request of each client, to whatever is at an address. */
const CLIENTS = {
  embedder: ({ baseUrl, proxies = null }: Target) =>
    new OpenAIEmbedder({ apiKey: KEY, baseUrl, proxies, model: 'm', dimensions: 8, ...deps }).embed([
      'a secret query',
    ]),
  summarizer: ({ baseUrl, proxies = null }: Target) =>
    new OpenAISummarizer({ apiKey: KEY, baseUrl, proxies, model: 'm', ...deps }).summarize('a secret page'),
  qdrant: async ({ baseUrl, proxies = null }: Target) => {
    const options = { urls: [baseUrl], apiKey: KEY, proxies, alias: 'docs', ...deps };
    const connection = new QdrantConnection(options, { attempts: 2, firstWaitMs: 0, longestWaitMs: 0 });
    try {
      return await connection.write((api, init) =>
        api.upsertPoints({ collection_name: 'docs', points: [{ id: 1, vector: [], payload: {} }] }, init),
      );
    } finally {
      await connection.close();
    }
  },
  github: async ({ baseUrl, proxies = null }: Target) => {
    const options = { owner: 'owner', name: 'docs', token: KEY, apiUrl: baseUrl, maxWaitMs: 0, proxies };
    return await gitHubSource({ url: baseUrl } as LoopbackGitHub, options).head(null);
  },
} as const;
type Client = keyof typeof CLIENTS;
const CODES: Record<Client, string> = {
  embedder: 'EMBEDDER',
  summarizer: 'SUMMARIZER',
  qdrant: 'QDRANT',
  github: 'GITHUB',
};
const names = Object.keys(CLIENTS) as Client[];

/** What each client gets from a server that works. */
const ANSWERS: Record<Client, unknown> = {
  embedder: { data: [{ embedding: [1, 0, 0, 0, 0, 0, 0, 0] }] },
  summarizer: { choices: [{ message: { content: 'It says what a graph is made of.' } }] },
  qdrant: { result: { status: 'completed' }, version: '1.18.3', title: 'qdrant' },
  github: [{ sha: 'a'.repeat(40), commit: { message: 'm', committer: null, author: null } }],
};

interface Served extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers'] }[];
}

async function serve(listener: RequestListener): Promise<Served> {
  const requests: Served['requests'] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    request.resume();
    listener(request, response);
  });
  const url = await listenOnLoopback(server);
  return { url, port: Number(new URL(url).port), requests, [Symbol.asyncDispose]: () => stopServer(server) };
}

const json = (response: ServerResponse, body: unknown) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));

async function failureOf(request: Promise<unknown>): Promise<string> {
  return await request.then(() => 'no failure', describeError);
}

describe('redirects', () => {
  test.each(names)('%s: no redirect takes a key or a text to another host', async (name) => {
    await using other = await serve((_, response) => json(response, ANSWERS[name]));
    for (const status of [301, 302, 303, 307, 308]) {
      await using server = await serve((request, response) => {
        response.writeHead(status, { location: `${other.url}${request.url}?token=hidden` }).end();
      });
      const failure = await failureOf(CLIENTS[name]({ baseUrl: server.url }));
      // GitHub's own archives are on another host, which needs no token.
      if (name === 'github') continue;
      expect(failure).toContain(`${CODES[name]}_`);
      expect(failure).toContain(`a redirect to ${other.url}, which is not followed.`);
      expect(failure).not.toContain('hidden');
    }
    for (const { headers } of other.requests) expect(JSON.stringify(headers)).not.toContain(KEY);
    expect(other.requests).toHaveLength(name === 'github' ? 5 : 0);
  });

  test('embedder: a redirect within the same host is followed', async () => {
    await using server = await serve((request, response) => {
      if (request.url?.endsWith('/')) json(response, ANSWERS.embedder);
      else response.writeHead(307, { location: `${request.url}/` }).end();
    });
    await CLIENTS.embedder({ baseUrl: server.url });
    expect(server.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/embeddings', `Bearer ${KEY}`],
      ['/embeddings/', `Bearer ${KEY}`],
    ]);
  });

  test('embedder: a redirect without an end is given up', async () => {
    await using server = await serve((request, response) => {
      response.writeHead(307, { location: `${request.url}x` }).end();
    });
    expect(await failureOf(CLIENTS.embedder({ baseUrl: server.url }))).toContain('EMBEDDER_REFUSED');
    expect(server.requests.length).toBeLessThan(30);
  });

  test('github: an archive is downloaded from the host that GitHub names, without the token', async () => {
    using repository = GitRepository.create();
    for (let n = 0; n < 40; n++) repository.write(`content/docs/${n}.md`, `# Page ${n}\n`);
    repository.commit('Write many pages');
    await using github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
    const source = gitHubSource(github);
    const { revision } = await source.head(null);
    const files = [...(await source.manifest(revision))].map(([path, blob]) => ({ path, blob }));
    let read = 0;
    for await (const { bytes } of source.read(files, revision)) read += bytes === null ? 0 : 1;
    expect(read).toBe(40);
    expect(github.requests.every(({ authorization }) => authorization === `token ${TOKEN}`)).toBe(true);
    expect(github.downloads.map(({ authorization }) => authorization)).toEqual([undefined]);
  });
});

/** Sends the same bytes until the client hangs up. */
function endless(response: ServerResponse, bytes: Buffer): void {
  const send = () => {
    while (!response.destroyed && response.write(bytes));
  };
  response.on('drain', send).on('error', () => {});
  send();
}

describe('bodies without an end', () => {
  /** 128 MiB of zeros, in less than 1 MiB. */
  let packed: Buffer;
  beforeAll(() => {
    packed = gzipSync(Buffer.alloc(128 * 1024 * 1024, '0'), { level: 1 });
  });

  test.each(names)('%s: a body without an end is given up, whatever its status', async (name) => {
    const bytes = Buffer.alloc(256 * 1024, '0.123456789,');
    for (const status of [200, 400, 404]) {
      await using server = await serve((request, response) => {
        if (name === 'qdrant' && request.url === '/') return void json(response, ANSWERS.qdrant);
        response.writeHead(status, { 'content-type': 'application/json' });
        endless(response, bytes);
      });
      expect(await failureOf(CLIENTS[name]({ baseUrl: server.url }))).toContain(`${CODES[name]}_`);
      expect(server.requests.length).toBeLessThanOrEqual(name === 'github' ? 3 : 2);
    }
  });

  test.each(names)('%s: a body that unpacks to one of any size is given up', async (name) => {
    await using server = await serve((request, response) => {
      if (name === 'qdrant' && request.url === '/') return void json(response, ANSWERS.qdrant);
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(packed);
    });
    const before = process.memoryUsage.rss();
    expect(await failureOf(CLIENTS[name]({ baseUrl: server.url }))).toMatch(/_BAD_RESPONSE|_UNREACHABLE/);
    if (name !== 'github') expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('certificates', () => {
  test.each(names)(
    '%s: a self-signed certificate is named, with what to set, after one request',
    async (name) => {
      await using server = await serve((_, response) => json(response, ANSWERS[name]));
      await using front = await startTlsFront(server.url);
      const failure = await failureOf(CLIENTS[name]({ baseUrl: front.url }));
      expect(failure).toContain(`${CODES[name]}_UNREACHABLE: `);
      expect(failure).toContain('(self-signed certificate: DEPTH_ZERO_SELF_SIGNED_CERT).');
      expect(failure).toContain('NODE_EXTRA_CA_CERTS');
      expect(server.requests).toHaveLength(0);
    },
  );

  test.each(names)('%s: a server without TLS at an https address is named', async (name) => {
    await using server = await serve((_, response) => json(response, ANSWERS[name]));
    const failure = await failureOf(CLIENTS[name]({ baseUrl: server.url.replace('http:', 'https:') }));
    expect(failure).toMatch(/_UNREACHABLE: .*no TLS.*use an http:\/\/ address/);
  });
});

describe('proxies', () => {
  const through = (url: string, except = ''): Proxies => ({ http: url, https: url, except });

  test.each(names)(
    '%s: requests go through the proxy, with its user name, unless the host is excepted',
    async (name) => {
      await using server = await serve((_, response) => json(response, ANSWERS[name]));
      await using proxy = await startLoopbackProxy({ 'api.example.test': server.port });
      const proxies = through(proxy.url.replace('//', '//user:pass@'));
      await CLIENTS[name]({ baseUrl: 'http://api.example.test', proxies });
      expect(proxy.asked.at(-1)).toMatch(/^(GET|POST|PUT) http:\/\/api\.example\.test\//);
      expect(proxy.authorizations.at(-1)).toBe(`Basic ${Buffer.from('user:pass').toString('base64')}`);
      expect(server.requests.at(-1)?.headers['proxy-authorization']).toBeUndefined();
      const before = proxy.asked.length;
      await CLIENTS[name]({ baseUrl: server.url, proxies });
      await failureOf(
        CLIENTS[name]({ baseUrl: 'http://api.example.test', proxies: through(proxy.url, '.example.test') }),
      );
      await failureOf(
        CLIENTS[name]({ baseUrl: 'http://api.example.test', proxies: through(proxy.url, '*') }),
      );
      expect(proxy.asked).toHaveLength(before);
    },
  );

  test.each(names)('%s: a proxy that refuses is named with its status', async (name) => {
    await using proxy = await startLoopbackProxy({});
    proxy.refuse = 407;
    const failure = await failureOf(
      CLIENTS[name]({ baseUrl: 'https://api.example.test', proxies: through(proxy.url) }),
    );
    expect(failure).toMatch(new RegExp(`${CODES[name]}_UNREACHABLE: .*Proxy response \\(407\\)`));
    expect(proxy.asked.at(-1)).toBe('CONNECT api.example.test:443');
  });
});

describe('the programs', () => {
  let folder: string;
  let certificate: string;
  beforeAll(async () => {
    folder = await createTemporaryFolder('outgoing');
    certificate = join(folder, 'ca.pem');
    await writeFile(certificate, SELF_SIGNED_CERTIFICATE);
  });
  afterAll(() => removeFolder(folder));

  test('a sync reaches GitHub and the embedder over TLS through the proxy, with a certificate authority of its own', async () => {
    using repository = GitRepository.create();
    repository.write('docs/a.md', '# Alpha\n\nOne.\n').commit('Write a page');
    await using github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
    const embeddings = await startLoopbackEmbeddings({ dimensions: 8 });
    await using frontOfGitHub = await startTlsFront(github.url);
    await using frontOfEmbedder = await startTlsFront(embeddings.url);
    await using proxy = await startLoopbackProxy({
      'github.example.test': frontOfGitHub.port,
      'embedder.example.test': frontOfEmbedder.port,
    });
    const settings = {
      INDEX_PATH: join(folder, 'index.db'),
      DOCS_SOURCE: 'github:owner/docs',
      DOCS_PATH: 'docs',
      GITHUB_API_URL: 'https://github.example.test',
      GITHUB_TOKEN: TOKEN,
      OPENAI_BASE_URL: 'https://embedder.example.test/v1',
      EMBEDDING_MODEL: 'word-vectors',
      EMBEDDING_DIMENSIONS: '8',
      https_proxy: proxy.url.replace('//', '//user:the-password-of-the-proxy@'),
      NODE_EXTRA_CA_CERTS: certificate,
    };
    const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], settings);
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'published', embeddings: { requested: 1 } });
    expect(new Set(proxy.asked)).toEqual(
      new Set(['CONNECT github.example.test:443', 'CONNECT embedder.example.test:443']),
    );

    proxy.refuse = 407;
    const refused = await startWorker(['sync'], { ...settings, GITHUB_MAX_WAIT_SECONDS: '0' });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/GITHUB_UNREACHABLE: .*Proxy response \(407\)/);
    expect(refused.stderr).not.toContain('the-password');
    await embeddings.close();
  });

  test('an embedder whose body has no end costs worker and server little memory, and neither ends', async () => {
    await using endlessEmbedder = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"data":[{"embedding":[');
      endless(response, Buffer.alloc(1024 * 1024, '0.123456789,'));
    });
    const working = await startLoopbackEmbeddings({ dimensions: 8 });
    await writeFile(join(folder, 'page.md'), '# Graph\n\nNodes and edges.\n');
    const settings = {
      INDEX_PATH: join(folder, 'memory.db'),
      DOCS_SOURCE: `dir:${folder}`,
      EMBEDDING_MODEL: 'word-vectors',
      EMBEDDING_DIMENSIONS: '8',
      // Each program ends if it needs more.
      NODE_OPTIONS: '--max-old-space-size=128',
    };
    const failing = { ...settings, OPENAI_BASE_URL: endlessEmbedder.url };
    const failed = await startWorker(['sync', '--json'], failing);
    expect(failed.exitCode).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      error: { code: 'EMBEDDER_BAD_RESPONSE' },
      requests: { openai: 1 },
    });
    expect((await startWorker(['sync'], { ...settings, OPENAI_BASE_URL: working.url })).exitCode).toBe(0);

    await using server = await startServer(failing);
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const body = {
          jsonrpc: '2.0',
          id: n,
          method: 'tools/call',
          params: { name: 'search_docs', arguments: { query: `edges ${n}` } },
        };
        const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
        const response = await fetch(`${server.url}/mcp`, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
        });
        return await response.text();
      }),
    );
    for (const answer of answers) expect(answer).toContain('Graph');
    expect(endlessEmbedder.requests.length).toBeGreaterThan(1);
    await working.close();
  });
});
