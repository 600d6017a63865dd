import type { DocumentPreparer, PreparationJob } from './document-preparer.ts';
import type { SkippedFile } from './prepare-document.ts';
import type { PreparedDocument } from './prepared-document.ts';
import { ThreadPreparer } from './thread-preparer.ts';

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
