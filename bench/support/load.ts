import { Agent, request } from 'node:http';

export interface Call {
  readonly path: string;
  /** Makes the n-th body; absent: GET. */
  readonly body?: (n: number) => string;
}

export interface Load {
  readonly url: string;
  readonly call: Call;
  readonly clients: number;
  /** Ends after so many seconds, or after so many calls. */
  readonly until: { readonly seconds: number } | { readonly calls: number };
}

export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly calls: number;
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Lets clients call one after the other, each over its own connection. Any answer but 200 without a JSON-RPC error ends the run. */
export async function load({ url, call, clients, until }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  const started = performance.now();
  let next = 0;
  const goesOn = () =>
    'calls' in until ? next < until.calls : performance.now() - started < until.seconds * 1000;
  const client = async () => {
    while (goesOn()) {
      const before = performance.now();
      await once(agent, url, call, next++);
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

function once(agent: Agent, url: string, { path, body }: Call, n: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = body?.(n);
    const outgoing = request(
      new URL(path, url),
      { agent, method: sent === undefined ? 'GET' : 'POST', headers: sent === undefined ? {} : HEADERS },
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

/** The body of a tool call. */
export function toolCall(name: string, args: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
}
