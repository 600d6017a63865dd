import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '../../error-codes.ts';
import { OperationalError, unexpectedMessage } from '../../operational-error.ts';
import type { IndexQuery } from '../index-reader.ts';
import type { RankedDocument } from '../ranking.ts';
import type { ChunkHit } from './lexical-search.ts';

/** What a query finds in one snapshot, best first. Its keys mean nothing in another. */
export interface Ranked {
  readonly snapshot: string;
  readonly documents: readonly RankedDocument<ChunkHit>[];
}

/** What a search thread sends: what it found, or an OperationalError, whose class does not cross threads. */
export type RankedAnswer =
  | Ranked
  | { readonly code: ErrorCode; readonly message: string; readonly advice: string };

/** As `--max-semi-space-size` of the deployed server: without it, garbage makes the thread's heap grow to several times that. */
const YOUNG_MB = 16;

/** Beside this module, in a checkout as in a build. */
const PROGRAM = new URL(`./search-thread${extname(import.meta.url)}`, import.meta.url);

/**
 * Ranks the documents of an index in a thread of its own, which reads the file over a connection of its own. The first
 * query starts the thread. Queries wait for their turn here, so that those that nobody waits for any more take no time.
 */
export class ThreadRanking {
  readonly #path: string;
  readonly #program: URL;
  #thread: Worker | null = null;
  /** The query before: a thread has one at a time. */
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param path the SQLite file
   * @param program of the thread
   */
  constructor(path: string, program: URL = PROGRAM) {
    this.#path = path;
    this.#program = program;
  }

  /**
   * Rejects with the reason of the signal, as the reader does, or with `INDEX_SEARCH_FAILED` if the thread ends. The next
   * query gets a new one.
   */
  rank(query: IndexQuery, signal?: AbortSignal): Promise<Ranked> {
    const ranked = this.#last.then(() => this.#rank(query, signal));
    this.#last = ranked.catch(() => {});
    return ranked;
  }

  async #rank(query: IndexQuery, signal: AbortSignal | undefined): Promise<Ranked> {
    signal?.throwIfAborted();
    const answer = await this.#ask(query);
    signal?.throwIfAborted();
    if ('code' in answer) throw new OperationalError(answer.code, answer.message, answer.advice);
    return answer;
  }

  #ask(query: IndexQuery): Promise<RankedAnswer> {
    const thread = this.#started();
    const { promise, resolve, reject } = Promise.withResolvers<RankedAnswer>();
    const onEnd = (cause: unknown) => {
      this.#thread = null;
      reject(searchFailed(cause));
    };
    thread.once('message', resolve).once('error', onEnd).once('exit', onEnd);
    // An idle thread keeps no program alive.
    thread.ref();
    thread.postMessage(query);
    return promise.finally(() => {
      thread.off('message', resolve).off('error', onEnd).off('exit', onEnd);
      thread.unref();
    });
  }

  #started(): Worker {
    if (this.#thread !== null) return this.#thread;
    const thread = new Worker(this.#program, {
      workerData: this.#path,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#thread = thread;
    // One that ends between two queries is replaced, too.
    thread
      .on('error', () => {})
      .once('exit', () => {
        if (this.#thread === thread) this.#thread = null;
      });
    return thread;
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }
}

/** @param cause the thread's error, or the code it exited with */
function searchFailed(cause: unknown): OperationalError {
  const reason = cause instanceof Error ? unexpectedMessage(cause) : `it exited with code ${cause}`;
  return new OperationalError(
    'INDEX_SEARCH_FAILED',
    `the thread that searches the index ended: ${reason}.`,
    'Try again: the next search starts another one. If it happens again, see the log.',
    cause instanceof Error ? { cause } : undefined,
  );
}
