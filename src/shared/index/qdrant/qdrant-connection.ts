import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Clock, Delay } from '../../clock.ts';
import { hasCode } from '../../operational-error.ts';
import type { Proxies } from '../../outgoing-fetch.ts';
import { type RetryPolicy, retry } from '../../retry.ts';
import { rememberSecrets } from '../../secrets.ts';
import { clusterProblem } from './cluster-problem.ts';
import { connectionPool } from './connection-pool.ts';
import { NodeOrder } from './node-order.ts';
import { answeredWithFailure, judgeQdrantError, mayGoElsewhere, unexpectedResponse } from './qdrant-error.ts';
import { type Attempt, QdrantNode, type Send } from './qdrant-node.ts';

/** Timeouts of one try, response included. A write may set off other work in Qdrant. */
const READ_TIMEOUT_MS = 10_000;
const WRITE_TIMEOUT_MS = 60_000;
/** Of a read, while there is another address to try: a node that hangs must not hold up a query for long. */
const FAILOVER_TIMEOUT_MS = 3_000;
/** A page of 512 chunks, or the matches of a search, is a tenth of it. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface QdrantOptions {
  /** Addresses of the REST API of one Qdrant, in the order in which they are tried; a path in them is kept. */
  readonly urls: readonly string[];
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

interface RequestOptions {
  /** For one try, response included, in milliseconds. */
  readonly timeoutMs?: number;
  /** The longest response, in bytes. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends requests to one Qdrant, at any of its addresses, with timeouts, bounded retries and errors that say what to do.
 * Opens no connection before the first request.
 *
 * A request that fails goes to the next address at once. A write does so only if it was not sent, or was answered: one
 * that may still be waiting in a node would be applied there after later writes. It is sent again to the same address.
 */
export class QdrantConnection {
  readonly #options: QdrantOptions;
  readonly #retries: RetryPolicy;
  readonly #pool: Dispatcher;
  readonly #nodes: NodeOrder<QdrantNode>;

  constructor(options: QdrantOptions, retries: RetryPolicy) {
    const { urls, apiKey, clock, proxies = null } = options;
    rememberSecrets(apiKey === undefined ? [] : [apiKey]);
    this.#options = options;
    this.#retries = retries;
    this.#pool = connectionPool(proxies);
    const [first, ...others] = urls.map((url) => new QdrantNode(url, { apiKey, pool: this.#pool, clock }));
    if (first === undefined) throw new Error('a Qdrant has at least one address');
    this.#nodes = new NodeOrder([first, ...others], clock);
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
   * Sends a request that reads to every address, once.
   * @returns what those answered that did; rejects like `read` if none did
   */
  async readEach<T>(send: Send<{ result?: T }>): Promise<T[]> {
    const attempt = {
      access: 'read',
      timeoutMs: this.#atMost(READ_TIMEOUT_MS),
      maxBytes: MAX_BYTES,
      signal: undefined,
    } as const;
    const answers = await Promise.allSettled(
      this.#nodes.all.map(async (node) => requireResult(await node.send(send, attempt), node)),
    );
    const results = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const [first] = answers;
    if (results.length === 0 && first?.status === 'rejected') throw first.reason;
    return results;
  }

  /**
   * Checks a part of a response.
   * @throws OperationalError `QDRANT_BAD_RESPONSE` if it has not the shape that a point of this program has
   */
  requireShape(shape: z.ZodType, value: unknown): void {
    const [issue] = shape.safeParse(value).error?.issues ?? [];
    if (issue === undefined) return;
    const what = `${issue.path.join('.') || 'a point'}: ${issue.message}`;
    const problem = `a response does not hold what was stored (${what})`;
    throw unexpectedResponse(this.#nodes.current.address, problem);
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #result<T>(send: Send<{ result?: T }>, attempt: Attempt): Promise<T> {
    const answer = await this.#sendWithRetries(send, {
      ...attempt,
      timeoutMs: this.#atMost(attempt.timeoutMs),
    });
    return requireResult(answer, this.#nodes.current);
  }

  #atMost(timeoutMs: number): number {
    return Math.min(timeoutMs, this.#options.timeLimitMs ?? timeoutMs);
  }

  async #sendWithRetries<T>(send: Send<T>, attempt: Attempt): Promise<T> {
    /** Errors that nodes answered with → which one did. */
    const answers = new Map<unknown, QdrantNode>();
    try {
      return await retry(() => this.#sendAnywhere(send, attempt, answers), {
        ...this.#retries,
        judge: judgeQdrantError,
        delay: this.#options.delay,
        signal: attempt.signal,
      });
    } catch (error) {
      const node = answers.get(error);
      if (node === undefined) throw error;
      throw (await clusterProblem(node, this.#options.alias, error)) ?? error;
    }
  }

  /** Tries the addresses in turn. */
  async #sendAnywhere<T>(send: Send<T>, attempt: Attempt, answers: Map<unknown, QdrantNode>): Promise<T> {
    const failures: unknown[] = [];
    const nodes = this.#nodes.candidates();
    for (const node of nodes) {
      attempt.signal?.throwIfAborted();
      try {
        const isLast = node === nodes.at(-1);
        const data = await node.send(send, isLast ? attempt : quicker(attempt));
        this.#nodes.worked(node);
        return data;
      } catch (error) {
        failures.push(error);
        if (answeredWithFailure(error)) answers.set(error, node);
        if (!mayGoElsewhere(error)) throw error;
        this.#nodes.failed(node);
      }
    }
    // What a node answered tells more than that others do not.
    throw failures.find((error) => answers.has(error)) ?? failures.at(-1);
  }
}

function quicker(attempt: Attempt): Attempt {
  if (attempt.access === 'write') return attempt;
  return { ...attempt, timeoutMs: Math.min(attempt.timeoutMs, FAILOVER_TIMEOUT_MS) };
}

function requireResult<T>({ result }: { result?: T }, { address }: QdrantNode): NonNullable<T> {
  if (result === undefined || result === null)
    throw unexpectedResponse(address, 'the response has no result');
  return result;
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
