import { pMapIterable } from 'p-map';
import type { SourceFile } from '../source/docs-source.ts';
import type { DocumentPreparer, PreparationJob } from './document-preparer.ts';
import type { SkippedFile } from './prepare-document.ts';
import type { PreparedDocument } from './prepared-document.ts';

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
