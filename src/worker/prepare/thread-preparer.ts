import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DocumentPreparer, PreparationJob } from './document-preparer.ts';
import type { SkippedFile } from './prepare-document.ts';
import type { PreparedDocument } from './prepared-document.ts';

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
