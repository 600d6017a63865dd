import { isoTime } from '../../shared/clock.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import { modelLimits } from '../../shared/domain/fingerprint.ts';
import type { DueFile } from '../../shared/domain/index-status.ts';
import { type Root, rootOf } from '../../shared/domain/source.ts';
import type { SourceFile } from '../source/docs-source.ts';
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
  /** @returns why the file was skipped; null if it became a document */
  const prepare = async (file: SourceFile): Promise<SkippedDocument | null> => {
    const root = requireRoot(diff.roots, file.path);
    const { dueAt, ...made } = await run.preparer.prepare({ file, root, now, limits }, run.signal);
    const { path, blob } = file;
    if (dueAt !== undefined) due.push({ path, blob, at: isoTime(dueAt) });
    if (!('reason' in made)) {
      const { incomplete, formerPaths: former = [], ...prepared } = made;
      if (incomplete !== undefined) run.logger.warn(`${path} is indexed in part: ${incomplete}`);
      for (const formerPath of former) formerPaths.set(formerPath, path);
      documents.add(prepared);
    }
    progress.advanced(++done);
    await heartbeat();
    return 'reason' in made ? made : null;
  };
  for (const file of changed) {
    if (diff.target.get(file.path) !== file.blob) continue;
    const reason = await prepare(file);
    if (reason !== null) skipped.push(reason);
  }
  const settled = new Set(documents.entries.map(({ path }) => path));
  for (const { path, unpublished } of skipped) if (unpublished) settled.add(path);
  for (const file of fallbacks) if (!settled.has(file.path)) await prepare(file);
  for (const file of refreshed) {
    const reason = await prepare(file);
    if (reason?.unpublished) skipped.push(reason);
  }
  progress.finished({ documents: documents.size, skipped: skipped.length });
  return result;
}

function requireRoot(roots: readonly Root[], path: string): Root {
  const root = rootOf(roots, path);
  if (root === undefined) throw new RangeError(`no root has a document ${path}`);
  return root;
}
