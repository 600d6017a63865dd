import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wordVector } from './word-vector.ts';

/** What the endpoint does wrong. */
export type EmbeddingFault =
  /** Answers this status, with headers and an error code of the API if wanted. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly retryAfter?: string;
    }
  /** Accepts the request and never answers. */
  | { readonly kind: 'hang' }
  /** Answers the headers and half of the body, then closes the connection. */
  | { readonly kind: 'cut' }
  /** Answers 200 with no body. */
  | { readonly kind: 'empty' }
  /** Answers one embedding too few. */
  | { readonly kind: 'wrong-count' }
  /** Answers vectors one number too short. */
  | { readonly kind: 'wrong-dimensions' }
  /** Answers a vector that holds no number at one place, as servers do that write NaN as null. */
  | { readonly kind: 'nan' }
  /** Answers base64 where numbers were asked for. */
  | { readonly kind: 'base64' }
  /** Answers 200 with a page of HTML. */
  | { readonly kind: 'html' };

export interface LoopbackEmbeddings {
  /** Base URL, as `OPENAI_BASE_URL` takes it. */
  readonly url: string;
  /** Requests for embeddings received, failed ones included. */
  readonly requests: number;
  /** Every text that was answered with a vector, in order. */
  readonly texts: readonly string[];
  /** Bodies and headers of the requests, in order. */
  readonly received: readonly {
    readonly body: Record<string, unknown>;
    readonly authorization: string | undefined;
  }[];
  /** The most requests that were under way at once. */
  readonly mostAtOnce: number;
  /** Resolves when that many requests have been received, from the first on. */
  arrived(count: number): Promise<void>;
  /** Fails the next `times` requests, or all until `fail(null)`. */
  fail(fault: EmbeddingFault | null, times?: number): void;
  close(): Promise<void>;
}

export interface LoopbackEmbeddingsOptions {
  readonly port?: number;
  /** Length of the vectors where the request asks for none. */
  readonly dimensions?: number;
  /** The key asked for; none: keyless. */
  readonly apiKey?: string;
}

/**
 * An OpenAI-compatible embeddings endpoint on loopback. Vectors are made of the words of a text, so that equal texts
 * have equal vectors and texts that share words are near.
 */
export async function startLoopbackEmbeddings(
  options: LoopbackEmbeddingsOptions = {},
): Promise<LoopbackEmbeddings> {
  const received: LoopbackEmbeddings['received'][number][] = [];
  const texts: string[] = [];
  const arrivals = new EventEmitter();
  let fault: EmbeddingFault | null = null;
  let faultsLeft = 0;
  let atOnce = 0;
  let mostAtOnce = 0;

  const fail = (next: EmbeddingFault | null, times = Number.POSITIVE_INFINITY): void => {
    fault = next;
    faultsLeft = times;
  };
  const takeFault = (): EmbeddingFault | null => {
    if (fault === null || faultsLeft <= 0) return null;
    faultsLeft -= 1;
    return fault;
  };

  const embed = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await bodyOf(request)) as Record<string, unknown>;
    received.push({ body, authorization: request.headers.authorization });
    arrivals.emit('request');
    if (options.apiKey !== undefined && request.headers.authorization !== `Bearer ${options.apiKey}`) {
      answer(
        response,
        401,
        apiError('invalid_api_key', `Incorrect API key provided: ${request.headers.authorization}`),
      );
      return;
    }
    const now = takeFault();
    if (now?.kind === 'hang') return;
    if (now?.kind === 'status') {
      const headers = now.retryAfter === undefined ? {} : { 'retry-after': now.retryAfter };
      answer(
        response,
        now.status,
        apiError(now.code ?? null, now.message ?? `status ${now.status}`),
        headers,
      );
      return;
    }
    if (now?.kind === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>a gateway</html>');
      return;
    }
    if (now?.kind === 'empty') {
      response.writeHead(200, { 'content-type': 'application/json' }).end();
      return;
    }
    const inputs = Array.isArray(body['input']) ? body['input'].map(String) : [String(body['input'])];
    const dimensions = Number(body['dimensions'] ?? options.dimensions ?? 1536);
    const vectors = inputs.map((text) =>
      wordVector(text, now?.kind === 'wrong-dimensions' ? dimensions - 1 : dimensions),
    );
    if (now === null) texts.push(...inputs);
    const data = vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding:
        now?.kind === 'base64' || (body['encoding_format'] === 'base64' && now === null)
          ? Buffer.from(vector.buffer).toString('base64')
          : Array.from(vector, (value, at) => (now?.kind === 'nan' && at === 1 ? null : value)),
    }));
    const tokens = inputs.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
    const whole = {
      object: 'list',
      data: now?.kind === 'wrong-count' ? data.slice(1) : data,
      model: body['model'],
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
    if (now?.kind === 'cut') {
      const text = JSON.stringify(whole);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    answer(response, 200, whole);
  };

  const server = createServer((request, response) => {
    const route = `${request.method} ${request.url}`;
    if (route === 'POST /v1/embeddings') {
      atOnce += 1;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      response.once('close', () => {
        atOnce -= 1;
      });
      void embed(request, response);
    } else {
      answer(response, 404, apiError(null, `no route ${route}`));
    }
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get requests() {
      return received.length;
    },
    get mostAtOnce() {
      return mostAtOnce;
    },
    texts,
    received,
    fail,
    arrived: async (count) => {
      while (received.length < count) await once(arrivals, 'request');
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function apiError(code: string | null, message: string): unknown {
  return { error: { message, type: code, param: null, code } };
}
