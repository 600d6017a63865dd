import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback, readBody, stopServer } from './loopback-server.ts';
import { wordVector } from './word-embedder.ts';

/** A fault of the endpoint. */
export type EmbeddingFault =
  /** Responds with this status, and optionally with an error code of the API and a Retry-After header. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly retryAfter?: string;
    }
  /** Accepts the request and never responds. */
  | { readonly kind: 'hang' }
  /** Sends the headers and half of the body, then closes the connection. */
  | { readonly kind: 'cut' }
  /** Responds 200 without a body. */
  | { readonly kind: 'empty' }
  /** Returns one embedding too few. */
  | { readonly kind: 'wrong-count' }
  /** Returns vectors with one number too few. */
  | { readonly kind: 'wrong-dimensions' }
  /** Returns a vector with a null in it, as servers do that serialize NaN as null. */
  | { readonly kind: 'nan' }
  /** Returns base64 although the request asks for numbers. */
  | { readonly kind: 'base64' }
  /** Responds 200 with an HTML page. */
  | { readonly kind: 'html' };

export interface LoopbackEmbeddings {
  /** The base URL, for `OPENAI_BASE_URL`. */
  readonly url: string;
  /** Number of requests received, including failed ones. */
  readonly requests: number;
  /** Every text that was embedded, in order. */
  readonly texts: readonly string[];
  /** Bodies and headers of the requests, in order. */
  readonly received: readonly {
    readonly body: Record<string, unknown>;
    readonly authorization: string | undefined;
  }[];
  /** The highest number of concurrent requests so far. */
  readonly maxConcurrency: number;
  /** Begins to count concurrent requests anew. */
  resetConcurrency(): void;
  /** Resolves once `count` requests have been received since the start. */
  arrived(count: number): Promise<void>;
  /** Injects a fault into the next `times` requests, by default into all until `fail(null)`. */
  fail(fault: EmbeddingFault | null, times?: number): void;
  close(): Promise<void>;
}

export interface LoopbackEmbeddingsOptions {
  /** Length of the vectors if the request does not specify one. */
  readonly dimensions?: number;
  /** The API key that is required, if any. */
  readonly apiKey?: string;
  /** Returns the response to texts that the endpoint does not take; null for those that it takes. */
  readonly refuse?: (texts: readonly string[]) => { readonly status: number; readonly body: string } | null;
  /** Changes the body of a good response. */
  readonly reshape?: (result: EmbeddingsResult) => unknown;
  /** Embeds one text after the other, each in so many milliseconds, even if nobody waits for them any more. */
  readonly msPerText?: number;
}

/** A good response. */
export interface EmbeddingsResult {
  readonly object: string;
  readonly data: readonly { readonly object: string; readonly index: number; readonly embedding: unknown }[];
  readonly model: unknown;
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
}

/**
 * Starts an OpenAI-compatible embeddings endpoint on loopback. Its vectors are word vectors: equal texts have equal
 * vectors, and texts that share words are close.
 */
export async function startLoopbackEmbeddings(
  options: LoopbackEmbeddingsOptions = {},
): Promise<LoopbackEmbeddings> {
  const received: LoopbackEmbeddings['received'][number][] = [];
  const texts: string[] = [];
  const arrivals = new EventEmitter();
  let fault: EmbeddingFault | null = null;
  let faultsLeft = 0;
  let serial: Promise<unknown> = Promise.resolve();
  let concurrency = 0;
  let maxConcurrency = 0;

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
    const body = JSON.parse((await readBody(request)).toString('utf8')) as Record<string, unknown>;
    received.push({ body, authorization: request.headers.authorization });
    arrivals.emit('request');
    if (options.apiKey !== undefined && request.headers.authorization !== `Bearer ${options.apiKey}`) {
      respond(
        response,
        401,
        apiError('invalid_api_key', `Incorrect API key provided: ${request.headers.authorization}`),
      );
      return;
    }
    const injected = takeFault();
    if (injected?.kind === 'hang') return;
    if (injected?.kind === 'status') {
      const headers = injected.retryAfter === undefined ? {} : { 'retry-after': injected.retryAfter };
      respond(
        response,
        injected.status,
        apiError(injected.code ?? null, injected.message ?? `status ${injected.status}`),
        headers,
      );
      return;
    }
    if (injected?.kind === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>a gateway</html>');
      return;
    }
    if (injected?.kind === 'empty') {
      response.writeHead(200, { 'content-type': 'application/json' }).end();
      return;
    }
    const inputs = Array.isArray(body['input']) ? body['input'].map(String) : [String(body['input'])];
    const refusal = options.refuse?.(inputs) ?? null;
    if (refusal !== null) {
      response.writeHead(refusal.status, { 'content-type': 'application/json' }).end(refusal.body);
      return;
    }
    if (options.msPerText !== undefined) {
      serial = serial.then(() => delay(inputs.length * (options.msPerText ?? 0)));
      await serial;
    }
    const dimensions = Number(body['dimensions'] ?? options.dimensions ?? 1536);
    const vectors = inputs.map((text) =>
      wordVector(text, injected?.kind === 'wrong-dimensions' ? dimensions - 1 : dimensions),
    );
    if (injected === null) texts.push(...inputs);
    const data = vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding:
        injected?.kind === 'base64' || (body['encoding_format'] === 'base64' && injected === null)
          ? Buffer.from(vector.buffer).toString('base64')
          : Array.from(vector, (value, at) => (injected?.kind === 'nan' && at === 1 ? null : value)),
    }));
    const tokens = inputs.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
    const result = {
      object: 'list',
      data: injected?.kind === 'wrong-count' ? data.slice(1) : data,
      model: body['model'],
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
    if (injected?.kind === 'cut') {
      const text = JSON.stringify(result);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    respond(response, 200, options.reshape?.(result) ?? result);
  };

  const server = createServer((request, response) => {
    const route = `${request.method} ${request.url}`;
    if (route === 'POST /v1/embeddings') {
      concurrency += 1;
      maxConcurrency = Math.max(maxConcurrency, concurrency);
      response.once('close', () => {
        concurrency -= 1;
      });
      void embed(request, response);
    } else {
      respond(response, 404, apiError(null, `no route ${route}`));
    }
  });
  const url = await listenOnLoopback(server);

  return {
    url: `${url}/v1`,
    get requests() {
      return received.length;
    },
    get maxConcurrency() {
      return maxConcurrency;
    },
    resetConcurrency: () => {
      maxConcurrency = concurrency;
    },
    texts,
    received,
    fail,
    arrived: async (count) => {
      while (received.length < count) await once(arrivals, 'request');
    },
    close: () => stopServer(server),
  };
}

function respond(
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
