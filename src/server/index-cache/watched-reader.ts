import type { Clock } from '../../shared/clock.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { isTransient } from '../../shared/error-codes.ts';
import type { IndexQuery, IndexReader } from '../../shared/index/index-reader.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import type { StatusCache } from './status-cache.ts';
import { TOOL_DEADLINE_MS, withinDeadline } from './within-deadline.ts';

/** A question that takes longer makes one wonder whether the index is there at all. */
const DOUBT_MS = 500;
/** How long a failure is told of, where no question of its kind has been answered since. */
const REMEMBER_MS = 10_000;

type Questions = Pick<IndexReader, 'search' | 'document' | 'documents' | 'changesSince'>;

export interface WatchedReaderOptions {
  readonly reader: Questions;
  readonly status: Pick<StatusCache, 'read' | 'learn'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'error'>;
  readonly doubtMs?: number;
}

/**
 * Asks the index and learns from it. While the index is known to be down nobody waits for it again; a question that
 * takes long is given up as soon as the index gives no status either; and what a question finds out is told with the
 * status, which may look well while nothing else can be read.
 */
export class WatchedReader implements Questions {
  readonly #reader: Questions;
  readonly #status: Pick<StatusCache, 'read' | 'learn'>;
  readonly #clock: Clock;
  readonly #logger: Pick<Logger, 'error'>;
  readonly #doubtMs: number;
  readonly #failures = new Map<
    keyof Questions,
    { readonly error: OperationalError; readonly until: number }
  >();

  constructor({ reader, status, clock, logger, doubtMs = DOUBT_MS }: WatchedReaderOptions) {
    this.#reader = reader;
    this.#status = status;
    this.#clock = clock;
    this.#logger = logger;
    this.#doubtMs = doubtMs;
  }

  /** Rejects as the status cache does, or with what a question has failed with lately. */
  async status(): Promise<IndexStatus> {
    const status = await this.#status.read();
    for (const { error, until } of this.#failures.values()) if (this.#clock() < until) throw error;
    return status;
  }

  search(query: IndexQuery, signal?: AbortSignal): ReturnType<Questions['search']> {
    return this.#ask('search', (inner) => this.#reader.search(query, inner), signal);
  }

  document(path: string, signal?: AbortSignal): ReturnType<Questions['document']> {
    return this.#ask('document', (inner) => this.#reader.document(path, inner), signal);
  }

  documents(signal?: AbortSignal): ReturnType<Questions['documents']> {
    return this.#ask('documents', (inner) => this.#reader.documents(inner), signal);
  }

  changesSince(since?: string, signal?: AbortSignal): ReturnType<Questions['changesSince']> {
    return this.#ask('changesSince', (inner) => this.#reader.changesSince(since, inner), signal);
  }

  async #ask<T extends { readonly status: IndexStatus }>(
    kind: keyof Questions,
    question: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    await this.#status.read();
    const asked = this.#clock();
    const down = Promise.withResolvers<never>();
    let told: unknown;
    const doubt = setTimeout(() => {
      this.#status.read(asked).catch((error: unknown) => {
        told = error;
        down.reject(error);
      });
    }, this.#doubtMs);
    try {
      const answer = await withinDeadline(
        TOOL_DEADLINE_MS,
        (inner) => Promise.race([question(inner), down.promise]),
        signal,
      );
      this.#failures.delete(kind);
      this.#status.learn(answer.status);
      return answer;
    } catch (error) {
      if (error !== told) this.#remember(kind, error);
      throw error;
    } finally {
      clearTimeout(doubt);
    }
  }

  #remember(kind: keyof Questions, error: unknown): void {
    // A transient failure is of one request, or the status shows it by itself.
    if (!(error instanceof OperationalError) || isTransient(error.code)) return;
    if (!this.#failures.has(kind)) this.#logger.error(`the index cannot answer: ${describeError(error)}`);
    this.#failures.set(kind, { error, until: this.#clock() + REMEMBER_MS });
  }
}
