import { QdrantClient } from '@qdrant/js-client-rest';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../clock.ts';
import { OperationalError } from '../../operational-error.ts';
import { type CapturedResponse, watchingDispatcher } from './connection-pool.ts';
import { type Access, qdrantError, unexpectedResponse } from './qdrant-error.ts';

export type QdrantApi = ReturnType<QdrantClient['api']>;

/** Calls one operation of the client's API, passing `init` on. */
export type Send<T> = (api: QdrantApi, init: RequestInit) => Promise<{ readonly data: T }>;

/** How one request is made. */
export interface Attempt {
  readonly access: Access;
  /** For one try, response included, in milliseconds. */
  readonly timeoutMs: number;
  /** The longest response, in bytes. */
  readonly maxBytes: number;
  readonly signal: AbortSignal | undefined;
}

interface NodeOptions {
  readonly apiKey: string | undefined;
  readonly pool: Dispatcher;
  readonly clock: Clock;
}

/** One address of Qdrant's REST API: a single server, a node of a cluster, or what balances the load of several. */
export class QdrantNode {
  readonly address: string;
  readonly #options: NodeOptions;
  readonly #api: QdrantApi;
  #versionChecked = false;

  /** Sends nothing yet. */
  constructor(address: string, options: NodeOptions) {
    const { origin, pathname } = new URL(address);
    this.address = address;
    this.#options = options;
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

  /**
   * Sends a request once, before the first one of all after a check of the server's version.
   * @throws OperationalError `QDRANT_…`
   */
  async send<T>(send: Send<T>, attempt: Attempt): Promise<T> {
    if (!this.#versionChecked) {
      const root = await this.#send((api, init) => api.root({}, init), { ...attempt, access: 'read' });
      requireVersion(root, this.address);
      this.#versionChecked = true;
    }
    return this.#send(send, attempt);
  }

  async #send<T>(send: Send<T>, { access, timeoutMs, maxBytes, signal }: Attempt): Promise<T> {
    const { pool, clock } = this.#options;
    const response: CapturedResponse = {};
    const timeout = AbortSignal.timeout(timeoutMs);
    const init: RequestInit = {
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      ...viaDispatcher(watchingDispatcher(pool, { captured: response, maxBytes, clock })),
    };
    try {
      return (await send(this.#api, init)).data;
    } catch (cause) {
      throw qdrantError({ address: this.address, access, response, cause });
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
