import type { Clock } from '../../shared/clock.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { isTransient } from '../../shared/error-codes.ts';
import type { IndexQuery, IndexReader } from '../../shared/index/index-reader.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { REQUEST_DEADLINE_MS, untilAborted, withinDeadline } from './deadline.ts';
import type { StatusCache } from './status-cache.ts';

/** After this long, a read is checked on: if the index gives no status either, the read is abandoned. */
const SLOW_READ_MS = 500;
/** How long a failed read makes the status fail too, unless the same is read before: one document may be damaged, and not the next. */
const REMEMBER_FAILURE_MS = 10_000;

/** Of more reads it is not remembered that they failed: one is enough for the status to fail. */
const MAX_FAILURES = 100;

type IndexReads = Pick<IndexReader, 'search' | 'document' | 'list' | 'entries' | 'changesSince'>;

export interface FailFastReaderOptions {
  readonly reader: IndexReads;
  readonly status: Pick<StatusCache, 'read' | 'update'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'error'>;
  readonly slowReadMs?: number;
}

/**
 * Reads the index without waiting for one that is down: a slow read is abandoned as soon as the status cannot be read
 * either. Every read also informs the status: its answer carries a newer one, and its failure makes `status` fail,
 * because an index may give its status while nothing else of it can be read.
 *
 * The signal of a read is that of the request, with the request's deadline; a read without one, such as one that
 * several requests share, has a deadline of its own.
 */
export class FailFastReader implements IndexReads {
  readonly #reader: IndexReads;
  readonly #status: Pick<StatusCache, 'read' | 'update'>;
  readonly #clock: Clock;
  readonly #logger: Pick<Logger, 'error'>;
  readonly #slowReadMs: number;
  /** By what was read: a kind of read, for a document with its path. */
  readonly #failures = new Map<string, { readonly error: OperationalError; readonly until: number }>();

  constructor({ reader, status, clock, logger, slowReadMs = SLOW_READ_MS }: FailFastReaderOptions) {
    this.#reader = reader;
    this.#status = status;
    this.#clock = clock;
    this.#logger = logger;
    this.#slowReadMs = slowReadMs;
  }

  /** Rejects as the status cache does, or with the error a read failed with recently. */
  async status(): Promise<IndexStatus> {
    const status = await this.#status.read();
    for (const [what, { error, until }] of this.#failures) {
      if (this.#clock() < until) throw error;
      this.#failures.delete(what);
    }
    return status;
  }

  search(query: IndexQuery, signal?: AbortSignal): ReturnType<IndexReads['search']> {
    return this.#read('search', (inner) => this.#reader.search(query, inner), signal);
  }

  document(path: string, signal?: AbortSignal): ReturnType<IndexReads['document']> {
    return this.#read(`document ${path}`, (inner) => this.#reader.document(path, inner), signal);
  }

  list(signal?: AbortSignal): ReturnType<IndexReads['list']> {
    return this.#read('list', (inner) => this.#reader.list(inner), signal);
  }

  entries(paths: readonly string[], signal?: AbortSignal): ReturnType<IndexReads['entries']> {
    return this.#read('entries', (inner) => this.#reader.entries(paths, inner), signal);
  }

  changesSince(since?: string, signal?: AbortSignal): ReturnType<IndexReads['changesSince']> {
    return this.#read('changesSince', (inner) => this.#reader.changesSince(since, inner), signal);
  }

  async #read<T extends { readonly status: IndexStatus }>(
    what: string,
    read: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    if (signal === undefined) {
      return withinDeadline(REQUEST_DEADLINE_MS, (deadline) => this.#read(what, read, deadline));
    }
    const startedAt = this.#clock();
    const unreadable = new AbortController();
    const slow = setTimeout(() => {
      this.#status.read(startedAt).catch((error: unknown) => unreadable.abort(error));
    }, this.#slowReadMs);
    try {
      const answer = await untilAborted(read, [signal, unreadable.signal]);
      this.#failures.delete(what);
      this.#status.update(answer.status);
      return answer;
    } catch (error) {
      if (error !== unreadable.signal.reason) this.#remember(what, error);
      throw error;
    } finally {
      clearTimeout(slow);
    }
  }

  #remember(what: string, error: unknown): void {
    // A transient failure is that of one request, or the next status shows it as well.
    if (!(error instanceof OperationalError) || isTransient(error.code)) return;
    const isNew = !this.#failures.has(what);
    if (isNew && this.#failures.size >= MAX_FAILURES) return;
    const kind = what.split(' ', 1)[0] ?? '';
    const isNewKind = ![...this.#failures.keys()].some((known) => known.split(' ', 1)[0] === kind);
    if (isNewKind) this.#logger.error(`the index cannot be read: ${describeError(error)}`);
    this.#failures.set(what, { error, until: this.#clock() + REMEMBER_FAILURE_MS });
  }
}
