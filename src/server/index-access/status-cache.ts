import type { Clock, Delay } from '../../shared/clock.ts';
import { type IndexStatus, snapshotId } from '../../shared/domain/index-status.ts';
import { sourceId } from '../../shared/domain/source.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError } from '../../shared/operational-error.ts';
import { withinDeadline } from './deadline.ts';

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

/** The sync that fills the index beside this server, if the program that started the server also syncs. */
export interface FirstSync {
  /** How far it is, in words; null if none is under way. */
  progress(): string | null;
}

/**
 * How long a request waits for a first publish, in milliseconds: over HTTP less than the server's own limit for an
 * answer, on stdio less than the minute that clients usually wait.
 */
export const FIRST_PUBLISH_WAIT_MS = { http: 10_000, stdio: 40_000 };
const LOOK_AGAIN_MS = 200;

export interface FirstPublishDeps {
  readonly status: Pick<StatusCache, 'read'>;
  readonly firstSync?: FirstSync | undefined;
  /** How long to wait at most, in milliseconds. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly delay: Delay;
}

/**
 * Waits while an index is empty and a first sync is under way, up to a limit. Never rejects: what the index is then is
 * for the request itself to find out.
 */
export async function firstPublish(
  { status, firstSync, waitMs, clock, delay }: FirstPublishDeps,
  signal: AbortSignal,
): Promise<void> {
  const until = clock() + waitMs;
  for (;;) {
    const isUnderWay = firstSync?.progress() != null;
    // Read after the progress: a sync that has ended by now has published.
    const isEmpty = await status.read(isUnderWay ? clock() - LOOK_AGAIN_MS : undefined).then(
      ({ sequence }) => sequence === 0,
      () => false,
    );
    if (!isEmpty || !isUnderWay || clock() >= until || signal.aborted) return;
    await delay(LOOK_AGAIN_MS, signal).catch(() => {});
  }
}
