import { Agent, request } from 'node:http';

export interface Call {
  readonly path: string;
  /** Returns the body of the n-th request; without it the requests are GET. */
  readonly body?: (n: number) => string;
  /** Sent beside those of every MCP request. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Load {
  readonly url: string;
  readonly call: Call;
  readonly clients: number;
  /** When the load ends. */
  readonly until: { readonly seconds: number } | { readonly calls: number };
}

export interface LoadResult {
  readonly perSecond: number;
  /** Latencies in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly calls: number;
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/**
 * Runs `clients` concurrent clients that each call one after the other, each over its own connection. Rejects at the first
 * response that is not 200 or contains an error.
 */
export async function load({ url, call, clients, until }: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  const started = performance.now();
  let next = 0;
  const continues = () =>
    'calls' in until ? next < until.calls : performance.now() - started < until.seconds * 1000;
  const client = async () => {
    while (continues()) {
      const before = performance.now();
      await callOnce(agent, url, call, next++);
      latencies.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    calls: latencies.length,
  };
}

function callOnce(agent: Agent, url: string, { path, body, headers = {} }: Call, n: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = body?.(n);
    const outgoing = request(
      new URL(path, url),
      {
        agent,
        method: sent === undefined ? 'GET' : 'POST',
        headers: sent === undefined ? headers : { ...HEADERS, ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const answer = Buffer.concat(chunks);
          if (
            response.statusCode === 200 &&
            !answer.includes('"isError":true') &&
            !answer.includes('"error":{')
          )
            resolve();
          else reject(new Error(`HTTP ${response.statusCode}: ${answer.toString().slice(0, 300)}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

/** Returns the body of a tool call. */
export function toolCall(name: string, args: object): string {
  return JSON.stringify(callMessage({ name, arguments: args }));
}

function callMessage(params: object) {
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
}

/** Calls of a tool as clients of protocol version 2026-07-28 make them. @param args of the n-th call */
export function modernToolCall(name: string, args: (n: number) => object): Call {
  const version = '2026-07-28';
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    path: '/mcp',
    headers: { 'mcp-protocol-version': version, 'mcp-method': 'tools/call', 'mcp-name': name },
    body: (n) => JSON.stringify(callMessage({ name, arguments: args(n), _meta })),
  };
}

/** Returns the paths of all documents that a server has indexed. */
export async function indexedPaths(url: string): Promise<string[]> {
  const text = await (await fetch(`${url}/llms.txt`)).text();
  return [...text.matchAll(/\/docs\/(\S+?)\)/g)].map(([, path]) => decodeURIComponent(path ?? ''));
}

/** Longer headings would make unnatural queries. */
const MAX_HEADING_LENGTH = 60;

/** Returns a generator of distinct queries. Each query joins two headings of the indexed documents. */
export async function queryGenerator(url: string, paths: readonly string[]): Promise<() => string> {
  const headings: string[] = [];
  for (const path of paths) {
    const response = await fetch(`${url}/api/documents/${encodeURIComponent(path)}?max_tokens=20000`);
    const { outline } = (await response.json()) as { outline: { heading: string }[] };
    for (const { heading } of outline) {
      if (heading.length <= MAX_HEADING_LENGTH && !headings.includes(heading)) headings.push(heading);
    }
  }
  let generated = 0;
  return () => {
    const round = Math.floor(generated / headings.length);
    const first = headings[generated % headings.length];
    const second = headings[(generated + 1 + round) % headings.length];
    generated += 1;
    return `how do I use ${first} with ${second}?`;
  };
}
