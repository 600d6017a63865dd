import type { ModelLimits } from '../../shared/domain/fingerprint.ts';
import type { Root } from '../../shared/domain/source.ts';
import type { SourceFile } from '../source/docs-source.ts';
import type { SkippedFile } from './prepare-document.ts';
import type { PreparedDocument } from './prepared-document.ts';

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
