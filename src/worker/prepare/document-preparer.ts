import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { pMapIterable } from 'p-map';
import type { ModelLimits } from '../../shared/domain/index-status.ts';
import type { Root } from '../../shared/domain/source.ts';
import type { SourceFile } from '../source/docs-source.ts';
import type { PreparedDocument, SkippedFile } from './prepared-document.ts';

/** One file to prepare. It crosses threads, so it is plain data. */
export interface PreparationJob {
  /** With its path in the index, which is below `root.at`. */
  readonly file: SourceFile;
  readonly root: Root;
  /** The time of the run, in milliseconds since the epoch: a page may say from when and until when it is published. */
  readonly now: number;
  /** null: the embedding model reads more than any chunk has, or there is none. */
  readonly limits: ModelLimits | null;
}

/** Prepares files in a way that bounds what a single file can cost. */
export interface DocumentPreparer {
  /** How many files it takes at once; more would wait for their turn in memory. */
  readonly filesAtOnce: number;
  /**
   * A file that takes too much time or memory is skipped with that reason. Rejects with the reason of the signal.
   */
  prepare(job: PreparationJob, signal: AbortSignal): Promise<PreparedDocument | SkippedFile>;
  /** Frees what it holds; the next file takes it again. */
  close(): Promise<void>;
}

/** A file, and what became of it. */
export interface PreparedFile {
  readonly file: Pick<SourceFile, 'path' | 'blob'>;
  readonly made: PreparedDocument | SkippedFile;
}

/**
 * Prepares files, as many at once as the preparer takes, and yields them in the order they come in, which does not depend
 * on how long each takes. Files are taken from the iterable as they are needed. Rejects as the preparer does.
 */
export function prepareInOrder(
  preparer: DocumentPreparer,
  jobs: Iterable<PreparationJob> | AsyncIterable<PreparationJob>,
  signal: AbortSignal,
): AsyncIterable<PreparedFile> {
  const prepare = async (job: PreparationJob): Promise<PreparedFile> => {
    const { path, blob } = job.file;
    return { file: { path, blob }, made: await preparer.prepare(job, signal) };
  };
  const { filesAtOnce } = preparer;
  return pMapIterable(jobs, prepare, { concurrency: filesAtOnce, backpressure: 2 * filesAtOnce });
}

/** A thread takes as long to start as this many files take to prepare, so that a small sync is done in one. */
const FILES_BEFORE_NEXT_THREAD = 32;
/** A file waits at each busy thread, which can go on with it at once. */
const FILES_PER_THREAD = 2;

interface PooledPreparer {
  readonly preparer: DocumentPreparer;
  /** Files that it prepares or that wait for it. */
  files: number;
}

/**
 * Prepares files in several threads at once. A file that hangs costs its thread alone. Threads are started one after the
 * other as files come, so that few files need only one.
 */
export class PreparerPool implements DocumentPreparer {
  readonly filesAtOnce: number;
  readonly #threads: number;
  readonly #open: () => DocumentPreparer;
  readonly #pool: PooledPreparer[] = [];
  #taken = 0;

  /** @param threads the most that are started */
  constructor(threads: number, open: () => DocumentPreparer = () => new ThreadPreparer()) {
    this.#threads = threads;
    this.#open = open;
    this.filesAtOnce = FILES_PER_THREAD * threads;
  }

  async prepare(job: PreparationJob, signal: AbortSignal): Promise<PreparedDocument | SkippedFile> {
    const pooled = this.#leastBusy();
    pooled.files++;
    try {
      return await pooled.preparer.prepare(job, signal);
    } finally {
      pooled.files--;
    }
  }

  #leastBusy(): PooledPreparer {
    const isDue = this.#taken++ >= FILES_BEFORE_NEXT_THREAD * this.#pool.length;
    if (this.#pool.length < this.#threads && isDue) {
      const next = { preparer: this.#open(), files: 0 };
      this.#pool.push(next);
      return next;
    }
    return this.#pool.reduce((least, each) => (each.files < least.files ? each : least));
  }

  /** Ends all threads, whatever they are doing. */
  async close(): Promise<void> {
    await Promise.all(this.#pool.splice(0).map(({ preparer }) => preparer.close()));
  }
}

/** What the worker takes besides its threads, and what each of them adds, in MB: see decision 18. */
const WORKER_MB = 160;
const THREAD_MB = 100;

/** Returns how many threads a machine has processors and memory for, at least one. @param freeMb of its memory */
export function threadsFor({
  processors,
  freeMb,
}: {
  readonly processors: number;
  readonly freeMb: number;
}): number {
  return Math.max(1, Math.min(processors, Math.floor((freeMb - WORKER_MB) / THREAD_MB)));
}

/** What one file may take, in milliseconds. A file of the largest size that is read takes a few seconds. */
const BUDGET_MS = 60_000;

/** A small young generation keeps the garbage of the parser small, as the flags in main.ts do for that of the worker. */
const YOUNG_MB = 4;

/** Beside this module, in a checkout as in a build. */
const PROGRAM = new URL(`./preparation-thread${extname(import.meta.url)}`, import.meta.url);

/**
 * Prepares files in a thread of its own, so that a page that takes too long holds up neither signals nor the renewal of
 * the lease: the thread is ended, and the next file gets a new one. The first file starts it.
 */
export class ThreadPreparer implements DocumentPreparer {
  readonly filesAtOnce = 1;
  readonly #budgetMs: number;
  readonly #program: URL;
  #thread: Worker | null = null;
  /** The file before: a thread has one file at a time. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param program of the thread */
  constructor(budgetMs: number = BUDGET_MS, program: URL = PROGRAM) {
    this.#budgetMs = budgetMs;
    this.#program = program;
  }

  /** Waits for the file before, if any. */
  prepare(job: PreparationJob, signal: AbortSignal): Promise<PreparedDocument | SkippedFile> {
    const prepared = this.#last.then(() => this.#prepare(job, signal));
    this.#last = prepared.catch(() => {});
    return prepared;
  }

  async #prepare(job: PreparationJob, signal: AbortSignal): Promise<PreparedDocument | SkippedFile> {
    signal.throwIfAborted();
    const { promise: answer, resolve, reject } = Promise.withResolvers<PreparedDocument | SkippedFile>();
    const onAbort = () => reject(signal.reason);
    const overrun = Symbol('overrun');
    const timer = setTimeout(() => reject(overrun), this.#budgetMs);
    signal.addEventListener('abort', onAbort);
    const thread = this.#started().on('message', resolve).on('error', reject);
    try {
      thread.postMessage(job);
      return await answer;
    } catch (error) {
      await this.close();
      if (error !== overrun) throw error;
      const { path, blob } = job.file;
      return { path, blob, reason: `it takes longer than ${this.#budgetMs / 1_000} s to prepare` };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      thread.off('message', resolve).off('error', reject);
    }
  }

  #started(): Worker {
    this.#thread ??= new Worker(this.#program, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    return this.#thread;
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }
}
