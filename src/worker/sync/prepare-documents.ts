import type { SkippedDocument } from '../../shared/domain/document.ts';
import { type Root, rootOf } from '../../shared/domain/source.ts';
import type { SourceFile } from '../source/docs-source.ts';
import type { ReadResult } from './read-documents.ts';
import { DocumentSpool } from './spool.ts';
import type { ActiveRun } from './sync-run.ts';

/** What became of the files that were read. */
export interface PreparationResult {
  readonly documents: DocumentSpool;
  /** Files that changed and could not become documents. */
  readonly skipped: readonly SkippedDocument[];
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
  const total = changed.size + refreshed.size;
  if (total === 0) return { documents, skipped };

  progress.started('prepare', total);
  // Loaded here because parser and tokenizer weigh more than all the rest, and most runs have nothing to prepare.
  const [{ prepareDocument }, { formatOf }, { sizesFor }] = await Promise.all([
    import('../prepare/prepare-document.ts'),
    import('../prepare/choose-format.ts'),
    import('../prepare/passages.ts'),
  ]);
  const sizes = sizesFor(run.embedder);
  let done = 0;
  /** @returns why the file was skipped; null if it became a document */
  const prepare = async (file: SourceFile): Promise<SkippedDocument | null> => {
    const format = await formatOf(file.path);
    const result = prepareDocument(file, requireRoot(diff.roots, file.path), format, sizes);
    const isSkipped = 'reason' in result;
    if (!isSkipped) {
      const { incomplete, ...prepared } = result;
      if (incomplete !== undefined) run.logger.warn(`${file.path} is indexed in part: ${incomplete}`);
      documents.add(prepared);
    }
    progress.advanced(++done);
    await heartbeat();
    return isSkipped ? result : null;
  };
  for (const file of changed) {
    if (diff.target.get(file.path) !== file.blob) continue;
    const reason = await prepare(file);
    if (reason !== null) skipped.push(reason);
  }
  const preparedPaths = new Set(documents.entries.map(({ path }) => path));
  for (const file of fallbacks) if (!preparedPaths.has(file.path)) await prepare(file);
  for (const file of refreshed) await prepare(file);
  progress.finished({ documents: documents.size, skipped: skipped.length });
  return { documents, skipped };
}

function requireRoot(roots: readonly Root[], path: string): Root {
  const root = rootOf(roots, path);
  if (root === undefined) throw new RangeError(`no root has a document ${path}`);
  return root;
}
