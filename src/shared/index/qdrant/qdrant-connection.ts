import { QdrantClient } from '@qdrant/js-client-rest';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock, Delay } from '../../clock.ts';
import type { Proxies } from '../../http/proxies.ts';
import { hasCode, OperationalError } from '../../operational-error.ts';
import { type RetryPolicy, retry } from '../../retry.ts';
import { rememberSecrets } from '../../secrets.ts';
import { type CapturedResponse, connectionPool, watchingDispatcher } from './connection-pool.ts';
import { type Access, judgeQdrantError, qdrantError, unexpectedResponse } from './qdrant-error.ts';

/** Timeouts of one try, response included. A write may set off other work in Qdrant. */
const READ_TIMEOUT_MS = 10_000;
const WRITE_TIMEOUT_MS = 60_000;
/** A page of 512 chunks, or the matches of a search, is a tenth of it. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface QdrantOptions {
  /** Address of the REST API; a path in it is kept. */
  readonly url: string;
  readonly apiKey: string | undefined;
  /** Absent or null: Qdrant is reached directly. */
  readonly proxies?: Proxies | null | undefined;
  /** Alias of the published generation. */
  readonly alias: string;
  readonly clock: Clock;
  readonly delay: Delay;
  /** Upper limit for the timeout of every request, in milliseconds. */
  readonly timeLimitMs?: number;
}

type QdrantApi = ReturnType<QdrantClient['api']>;

/** Calls one operation of the client's API, passing `init` on. */
type Send<T> = (api: QdrantApi, init: RequestInit) => Promise<{ readonly data: T }>;

interface RequestOptions {
  /** For one try, response included, in milliseconds. */
  readonly timeoutMs?: number;
  /** The longest response, in bytes. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Attempt {
  readonly access: Access;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends requests to one Qdrant server, with timeouts, bounded retries and errors that say what to do. Opens no
 * connection before the first request, which it precedes by a check of the server's version.
 */
export class QdrantConnection {
  readonly #options: QdrantOptions;
  readonly #retries: RetryPolicy;
  readonly #api: QdrantApi;
  readonly #pool: Dispatcher;
  #versionChecked = false;

  constructor(options: QdrantOptions, retries: RetryPolicy) {
    const { origin, pathname } = new URL(options.url);
    rememberSecrets(options.apiKey === undefined ? [] : [options.apiKey]);
    this.#options = options;
    this.#retries = retries;
    this.#pool = connectionPool(options.proxies ?? null);
    this.#api = new QdrantClient({
      url: origin,
      // Otherwise an address without a port becomes port 6333, and its path is dropped.
      port: null,
      prefix: pathname.replace(/\/+$/, ''),
      headers: {
        // Otherwise a small response could be unpacked to one of any size.
        'accept-encoding': 'identity',
        // For an `apiKey`, the client would write a warning to the console.
        ...(options.apiKey === undefined ? {} : { 'api-key': options.apiKey }),
      },
      // The client's own timeout would replace our signal.
      timeout: Number.POSITIVE_INFINITY,
      checkCompatibility: false,
    }).api();
  }

  /** Sends a request that reads. Rejects with an OperationalError `QDRANT_…` or the signal's reason. */
  read<T>(
    send: Send<{ result?: T }>,
    { timeoutMs = READ_TIMEOUT_MS, maxBytes = MAX_BYTES, signal }: RequestOptions = {},
  ): Promise<T> {
    return this.#result(send, { access: 'read', timeoutMs, maxBytes, signal });
  }

  /** Sends a request that writes. It may be sent more than once. Rejects like `read`. */
  write<T>(
    send: Send<{ result?: T }>,
    { timeoutMs = WRITE_TIMEOUT_MS, maxBytes = MAX_BYTES, signal }: RequestOptions = {},
  ): Promise<T> {
    return this.#result(send, { access: 'write', timeoutMs, maxBytes, signal });
  }

  /**
   * Checks a part of a response.
   * @throws OperationalError `QDRANT_BAD_RESPONSE` if it has not the shape that a point of this program has
   */
  requireShape(shape: z.ZodType, value: unknown): void {
    const [issue] = shape.safeParse(value).error?.issues ?? [];
    if (issue === undefined) return;
    const what = `${issue.path.join('.') || 'a point'}: ${issue.message}`;
    throw unexpectedResponse(this.#options.url, `a response does not hold what was stored (${what})`);
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #result<T>(send: Send<{ result?: T }>, attempt: Attempt): Promise<T> {
    const { url } = this.#options;
    if (!this.#versionChecked) {
      const root = await this.#sendWithRetries((api, init) => api.root({}, init), {
        ...attempt,
        access: 'read',
      });
      requireVersion(root, url);
      this.#versionChecked = true;
    }
    const { result } = await this.#sendWithRetries(send, attempt);
    if (result === undefined || result === null) {
      throw unexpectedResponse(url, 'the response has no result');
    }
    return result;
  }

  #sendWithRetries<T>(send: Send<T>, attempt: Attempt): Promise<T> {
    return retry(() => this.#send(send, attempt), {
      ...this.#retries,
      judge: judgeQdrantError,
      delay: this.#options.delay,
      signal: attempt.signal,
    });
  }

  async #send<T>(send: Send<T>, { access, timeoutMs, maxBytes, signal }: Attempt): Promise<T> {
    const { url: address, clock, timeLimitMs = timeoutMs } = this.#options;
    const response: CapturedResponse = {};
    const timeout = AbortSignal.timeout(Math.min(timeoutMs, timeLimitMs));
    const init: RequestInit = {
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...viaDispatcher(watchingDispatcher(this.#pool, { captured: response, maxBytes, clock })),
    };
    try {
      return (await send(this.#api, init)).data;
    } catch (cause) {
      throw qdrantError({ address, access, response, cause });
    }
  }
}

/** Node's types have their own copy of undici; the client's fetch accepts the one we use. */
function viaDispatcher(dispatcher: unknown): RequestInit {
  return { dispatcher } as RequestInit;
}

/**
 * The first version with `update_filter`: an older one would replace an existing point where one is to be added only if
 * it is missing. BM25 inference came earlier, with 1.15.2.
 */
const MIN_VERSION = { major: 1, minor: 16 };

/**
 * @param root what Qdrant's root endpoint returned
 * @throws OperationalError `QDRANT_TOO_OLD`, or `QDRANT_BAD_RESPONSE` if the server is not Qdrant
 */
export function requireVersion(root: unknown, address: string): void {
  const version = typeof root === 'object' && root !== null && 'version' in root ? String(root.version) : '';
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || minor === undefined) {
    throw unexpectedResponse(address, 'the server is not Qdrant');
  }
  const difference = Number(major) - MIN_VERSION.major || Number(minor) - MIN_VERSION.minor;
  if (difference >= 0) return;
  throw new OperationalError(
    'QDRANT_TOO_OLD',
    `Qdrant at ${address} is version ${version}; ${MIN_VERSION.major}.${MIN_VERSION.minor} or newer is needed.`,
    'Update Qdrant, one minor version at a time.',
  );
}

const ONE_TRY: RetryPolicy = { attempts: 1, firstWaitMs: 0, longestWaitMs: 0 };
const ACCESS_CHECK_TIMEOUT_MS = 5_000;

/**
 * Whether a key could write, found out without writing: asks Qdrant to change no alias, then to delete no point.
 * Qdrant refuses a read-only key before it sees that there is nothing to do. Rejects when Qdrant cannot tell.
 */
export async function keyCanWrite(options: QdrantOptions, signal?: AbortSignal): Promise<boolean> {
  const connection = new QdrantConnection(options, ONE_TRY);
  const isAllowed = async (send: Send<{ result?: unknown }>): Promise<boolean> => {
    try {
      await connection.write(send, { timeoutMs: ACCESS_CHECK_TIMEOUT_MS, signal });
      return true;
    } catch (error) {
      // It refused the request for its content, not for the key.
      if (hasCode(error, 'QDRANT_REFUSED')) return true;
      if (hasCode(error, 'QDRANT_READ_ONLY_KEY') || hasCode(error, 'QDRANT_NOT_FOUND')) return false;
      throw error;
    }
  };
  try {
    const noPoints = { collection_name: options.alias, points: [] };
    // A key for a single collection may not change aliases, but may still write to that collection.
    return (
      (await isAllowed((api, init) => api.updateAliases({ actions: [] }, init))) ||
      (await isAllowed((api, init) => api.deletePoints(noPoints, init)))
    );
  } finally {
    await connection.close();
  }
}
