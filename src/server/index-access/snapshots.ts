import type { Clock } from '../../shared/clock.ts';
import { type IndexStatus, snapshotId } from '../../shared/domain/index-status.ts';
import { sourceId } from '../../shared/domain/source.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError } from '../../shared/operational-error.ts';
import { withinDeadline } from './deadline.ts';
import type { FirstSync } from './first-sync.ts';

/** How long a status, or the failure to read it, is reused. */
const CACHE_MS = 2_000;
/** Below the three seconds within which /health must answer. */
const STATUS_DEADLINE_MS = 2_500;

export interface StatusCacheOptions {
  readonly reader: Pick<IndexReader, 'status'>;
  readonly clock: Clock;
  readonly log: Pick<IndexLog, 'read' | 'failed'>;
  readonly deadlineMs?: number;
}

/**
 * The index's status, shared by all requests: one read at a time, kept for two seconds, so that health checks, metrics
 * and lists cost the index next to nothing. A read that does not answer in time counts as failed.
 */
export class StatusCache {
  readonly #reader: Pick<IndexReader, 'status'>;
  readonly #clock: Clock;
  readonly #log: Pick<IndexLog, 'read' | 'failed'>;
  readonly #deadlineMs: number;
  #current: { readonly value: Promise<IndexStatus>; settledAt: number } | null = null;

  constructor({ reader, clock, log, deadlineMs = STATUS_DEADLINE_MS }: StatusCacheOptions) {
    this.#reader = reader;
    this.#clock = clock;
    this.#log = log;
    this.#deadlineMs = deadlineMs;
  }

  /**
   * Rejects as the reader does, or with `INDEX_TIMEOUT`.
   * @param after the index must have answered later than this, in milliseconds since the epoch
   */
  read(after = this.#clock() - CACHE_MS): Promise<IndexStatus> {
    if (this.#current !== null && this.#current.settledAt > after) return this.#current.value;
    const current = {
      value: withinDeadline(this.#deadlineMs, (signal) => this.#reader.status(signal)),
      settledAt: Number.POSITIVE_INFINITY,
    };
    const settled = () => {
      current.settledAt = this.#clock();
    };
    current.value.then(
      (status) => {
        settled();
        this.#log.read(status);
      },
      (error: unknown) => {
        settled();
        this.#log.failed(error);
      },
    );
    this.#current = current;
    return current.value;
  }

  /** Replaces the status by one that came with another answer, so that no request sees an older one after it. */
  update(status: IndexStatus): void {
    this.#current = { value: Promise.resolve(status), settledAt: this.#clock() };
    this.#log.read(status);
  }
}

/** Logs each change of the index once (empty, published, unreadable), however often its status is read. */
export class IndexLog {
  readonly #logger: Logger;
  readonly #firstSync: FirstSync | undefined;
  #last = '';

  /** @param firstSync the sync beside this server: with it, an empty index is no reason to warn */
  constructor(logger: Logger, firstSync?: FirstSync) {
    this.#logger = logger;
    this.#firstSync = firstSync;
  }

  read(status: IndexStatus): void {
    if (!this.#isNew(snapshotId(status))) return;
    const { sequence, documents, sources } = status;
    const commits = Object.fromEntries(
      sources.map((source) => [sourceId(source), source.commit?.sha ?? null]),
    );
    const level = this.#firstSync === undefined ? 'warn' : 'info';
    if (sequence === 0) this.#logger[level]('the index is empty: waiting for the first publish');
    else this.#logger.info({ sequence, documents, commits }, 'serving a new publish of the index');
  }

  failed(error: unknown): void {
    const line = describeError(error);
    if (this.#isNew(line)) this.#logger.error(`the index cannot be read: ${line}`);
  }

  #isNew(seen: string): boolean {
    const isNew = seen !== this.#last;
    this.#last = seen;
    return isNew;
  }
}

/**
 * The index as one request sees it: its status, and `Kept`, what the server has read and computed from this publish,
 * which every request until the next publish shares.
 */
type SnapshotOf<Kept> = Kept & { readonly status: IndexStatus };

/** Finds the snapshot of a publish by its `snapshotId`, and drops the one before it. */
export class Snapshots<Kept extends object> {
  readonly #status: Pick<StatusCache, 'read'>;
  readonly #create: () => Kept;
  #current: { readonly id: string; readonly kept: Kept } | null = null;

  /** @param create called once a publish; what it returns should read and compute nothing before it is asked */
  constructor(status: Pick<StatusCache, 'read'>, create: () => Kept) {
    this.#status = status;
    this.#create = create;
  }

  /** What a request begins with. Rejects as the status cache does, so that no request waits for an index that is down. */
  async current(): Promise<SnapshotOf<Kept>> {
    const status = await this.#status.read();
    const id = snapshotId(status);
    if (this.#current?.id !== id) this.#current = { id, kept: this.#create() };
    return { ...this.#current.kept, status };
  }
}

/** @returns a function that reads once for all who call it, until a read fails: then the next call reads again */
export function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read().catch((error: unknown) => {
      reading = null;
      throw error;
    });
    return reading;
  };
}
