import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { FileRef } from '../source/docs-source.ts';
import type { Target } from './diff-source.ts';
import { readPublished } from './read-documents.ts';
import type { Spool } from './spool.ts';
import type { SafePoint, SyncRun } from './sync-run.ts';

/**
 * Parses and chunks the files in the spool into documents in the spool. A new generation keeps nothing by itself: for
 * it, what is published of a document that is skipped now is prepared anew.
 * @param refreshed published documents to prepare as well
 * @returns the files that could not become documents
 */
export async function prepareDocuments(
  run: SyncRun,
  view: IndexView,
  { published }: Target,
  refreshed: readonly FileRef[],
  spool: Spool,
  safePoint: SafePoint,
): Promise<SkippedDocument[]> {
  if (spool.fileCount + refreshed.length === 0) return [];
  run.progress.started('prepare', spool.fileCount + refreshed.length);
  // Loaded here: most runs have nothing to prepare, and the parser and the tokenizer weigh more than all the rest.
  const { prepareDocument } = await import('../prepare/prepare-document.ts');
  const skipped: SkippedDocument[] = [];
  const keptOf = (now: readonly SkippedDocument[]): FileRef[] => {
    if (!view.rebuild) return [];
    return now.flatMap(({ path }) => {
      const blob = published.get(path);
      return blob === undefined ? [] : [{ path, blob }];
    });
  };
  let done = 0;
  for (const file of spool.files()) {
    const result = prepareDocument(file, run.site);
    if ('reason' in result) skipped.push(result);
    else spool.addDocument(result);
    run.progress.advanced(++done);
    await safePoint();
  }
  for await (const [, file] of readPublished(view, published, [...keptOf(skipped), ...refreshed])) {
    const result = prepareDocument(file, run.site);
    if ('document' in result) spool.addDocument(result);
    run.progress.advanced(++done);
    await safePoint();
  }
  run.progress.finished({ documents: spool.documentCount, skipped: skipped.length });
  return skipped;
}
