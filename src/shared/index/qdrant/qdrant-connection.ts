import { QdrantClient } from '@qdrant/js-client-rest';
import type { Clock, Delay } from '../../clock.ts';
import { OperationalError } from '../../operational-error.ts';
import { type RetryPolicy, retry } from '../../retry.ts';
import {
  type Access,
  judgeQdrantError,
  QdrantFailure,
  qdrantError,
  unexpectedAnswer,
} from './qdrant-error.ts';
import { connectionPool, noting, type ResponseNote } from './response-notes.ts';

export interface QdrantOptions {
  /** Address of the REST API; a path in it is kept. */
  readonly url: string;
  readonly apiKey: string | undefined;
  /** Alias under which the published generation is found. */
  readonly alias: string;
  readonly clock: Clock;
  readonly delay: Delay;
  /** The longest any one request may take, in milliseconds; each kind of request has a limit of its own besides. */
  readonly timeLimitMs?: number;
}

export type QdrantApi = ReturnType<QdrantClient['api']>;

/** One operation of the client's API, to be handed `init`. */
type Send<T> = (api: QdrantApi, init: RequestInit) => Promise<{ readonly data: T }>;

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** For one try, answer included. */
  readonly timeoutMs: number;
  readonly access: Access;
}

/**
 * Requests to one Qdrant server, with time-outs, bounded retries and errors that say what to do. Opens no connection
 * before the first request, and asks for the server's version once, before it.
 */
export class QdrantConnection {
  readonly url: string;
  readonly #options: QdrantOptions;
  readonly #retries: RetryPolicy;
  readonly #api: QdrantApi;
  readonly #pool = connectionPool();
  #versionChecked = false;

  /** @param retries how patient it is: a reader is waited for, a worker is not */
  constructor(options: QdrantOptions, retries: RetryPolicy) {
    const { origin, pathname } = new URL(options.url);
    this.url = options.url;
    this.#options = options;
    this.#retries = retries;
    this.#api = new QdrantClient({
      url: origin,
      // Otherwise an address without a port becomes port 6333, and its path is dropped.
      port: null,
      prefix: pathname.replace(/\/+$/, ''),
      // As a header: handed over as `apiKey`, the client would write a warning to the console.
      ...(options.apiKey === undefined ? {} : { headers: { 'api-key': options.apiKey } }),
      // Its own time-out would replace our signal.
      timeout: Number.POSITIVE_INFINITY,
      checkCompatibility: false,
    }).api();
  }

  /** Sends a request and returns its result; rejects with an OperationalError `QDRANT_…` or the signal's reason. */
  async ask<T>(send: Send<{ result?: T }>, options: AskOptions): Promise<T> {
    if (!this.#versionChecked) {
      requireVersion(
        await this.#send((api, init) => api.root({}, init), { ...options, access: 'read' }),
        this.url,
      );
      this.#versionChecked = true;
    }
    const { result } = await this.#send(send, options);
    if (result === undefined || result === null)
      throw unexpectedAnswer(this.url, 'an answer without a result');
    return result;
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #send<T>(send: Send<T>, { signal, timeoutMs, access }: AskOptions): Promise<T> {
    const once = async (): Promise<T> => {
      const note: ResponseNote = {};
      const limit = AbortSignal.timeout(Math.min(timeoutMs, this.#options.timeLimitMs ?? timeoutMs));
      const init: RequestInit = {
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        ...viaDispatcher(noting(this.#pool, note, this.#options.clock)),
      };
      try {
        return (await send(this.#api, init)).data;
      } catch (error) {
        throw new QdrantFailure(error, note, this.#options.apiKey);
      }
    };
    try {
      return await retry(once, {
        ...this.#retries,
        judge: judgeQdrantError,
        delay: this.#options.delay,
        signal,
      });
    } catch (error) {
      throw qdrantError(error, this.url, access);
    }
  }
}

/** Node's types know its own copy of undici; the client, and so we, bring another one, which its fetch takes as well. */
function viaDispatcher(dispatcher: unknown): RequestInit {
  return { dispatcher } as RequestInit;
}

/**
 * The first that takes `update_filter`: an older one would replace a point that is there where one is only to be added.
 * BM25 of its own came before it, with 1.15.2.
 */
const NEEDED = { major: 1, minor: 16 };

/**
 * @param answer what Qdrant says about itself at its root
 * @throws OperationalError `QDRANT_TOO_OLD`, or `QDRANT_BAD_RESPONSE` when it is not Qdrant that answers
 */
export function requireVersion(answer: unknown, at: string): void {
  const version =
    typeof answer === 'object' && answer !== null && 'version' in answer ? String(answer.version) : '';
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined || minor === undefined)
    throw unexpectedAnswer(at, 'it does not answer like Qdrant');
  const newer = Number(major) - NEEDED.major || Number(minor) - NEEDED.minor;
  if (newer >= 0) return;
  throw new OperationalError(
    'QDRANT_TOO_OLD',
    `Qdrant at ${at} is version ${version}; ${NEEDED.major}.${NEEDED.minor} or newer is needed.`,
    'Update Qdrant, one minor version at a time.',
  );
}
