import { isoTime } from '../../shared/clock.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import { modelLimits } from '../../shared/domain/fingerprint.ts';
import type { DueFile } from '../../shared/domain/index-status.ts';
import { type Root, rootOf } from '../../shared/domain/source.ts';
import { type PreparationJob, prepareInOrder } from '../prepare/document-preparer.ts';
import type { FileRef, SourceFile } from '../source/docs-source.ts';
import type { ReadResult } from './read-documents.ts';
import { DocumentSpool } from './spool.ts';
import type { ActiveRun } from './sync-run.ts';

/** What became of the files that were read. */
export interface PreparationResult {
  readonly documents: DocumentSpool;
  /** Files that changed and did not become documents, and documents that are no longer published. */
  readonly skipped: readonly SkippedDocument[];
  /** Of the prepared files, those to prepare again at some time. */
  readonly due: readonly DueFile[];
  /** Former path → path, as the documents name them. */
  readonly formerPaths: ReadonlyMap<string, string>;
}

/** Parses and chunks files into documents on the disk. Files that are not in the target of the diff are left out. */
export async function prepareDocuments(
  run: ActiveRun,
  { files, diff }: ReadResult,
): Promise<PreparationResult> {
  const { temporaryFile, progress, heartbeat } = run;
  const { changed, fallbacks, refreshed } = files;
  const documents = new DocumentSpool(temporaryFile);
  const skipped: SkippedDocument[] = [];
  const due: DueFile[] = [];
  const formerPaths = new Map<string, string>();
  const result = { documents, skipped, due, formerPaths };
  const total = changed.size + refreshed.size;
  if (total === 0) return result;

  progress.started('prepare', total);
  const now = run.clock();
  const limits = modelLimits(run.embedder);
  let done = 0;
  /** Yields the files that did not become documents, and why. */
  async function* prepare(from: Iterable<SourceFile>): AsyncGenerator<SkippedDocument> {
    const jobs = jobsOf(from, (file) => ({ file, root: requireRoot(diff.roots, file.path), now, limits }));
    for await (const { file, made: preparedFile } of prepareInOrder(run.preparer, jobs, run.signal)) {
      const { path, blob } = file;
      const { dueAt, ...made } = preparedFile;
      if (dueAt !== undefined) due.push({ path, blob, at: isoTime(dueAt) });
      if (!('reason' in made)) {
        const { incomplete, formerPaths: former = [], ...prepared } = made;
        if (incomplete !== undefined) run.logger.warn(`${path} is indexed in part: ${incomplete}`);
        for (const formerPath of former) formerPaths.set(formerPath, path);
        documents.add(prepared);
      }
      progress.advanced(++done);
      await heartbeat();
      if ('reason' in made) yield made;
    }
  }
  const isInTarget = ({ path, blob }: FileRef) => diff.target.get(path) === blob;
  for await (const file of prepare(changed.filter(isInTarget))) skipped.push(file);
  const settled = new Set(documents.entries.map(({ path }) => path));
  for (const { path, unpublished } of skipped) if (unpublished) settled.add(path);
  for await (const _ of prepare(fallbacks.filter(({ path }) => !settled.has(path))));
  for await (const file of prepare(refreshed)) if (file.unpublished) skipped.push(file);
  // What comes next needs the memory of the threads.
  await run.preparer.close();
  progress.finished({ documents: documents.size, skipped: skipped.length });
  return result;
}

function* jobsOf(files: Iterable<SourceFile>, jobOf: (file: SourceFile) => PreparationJob) {
  for (const file of files) yield jobOf(file);
}

function requireRoot(roots: readonly Root[], path: string): Root {
  const root = rootOf(roots, path);
  if (root === undefined) throw new RangeError(`no root has a document ${path}`);
  return root;
}
