import type { Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { IndexView } from '../index/index-writer.ts';
import { blobSha } from '../source/blob-sha.ts';
import type { FileRef, SourceFile } from '../source/docs-source.ts';
import type { Target } from './read-target.ts';
import type { SafePoint } from './safe-point.ts';
import type { Spool } from './spool.ts';
import type { SyncRun } from './sync-run.ts';

/** Documents whose content is asked of the index at once. */
const CONTENTS_BATCH = 64;

/**
 * Reads the documents that changed, all of them for a rebuild, and parses and chunks them into the spool. Bytes the
 * index has under some path (a rename, a copy, a rebuild) are taken from there, everything else from the source.
 * @returns the files read that could not become documents
 */
export async function prepareDocuments(
  run: SyncRun,
  view: IndexView,
  target: Target,
  spool: Spool,
  safePoint: SafePoint,
): Promise<SkippedDocument[]> {
  const files = filesToRead(target, view.rebuild);
  if (files.length === 0) return [];
  run.progress.started('read', files.length);
  // Loaded here: most runs have nothing to read, and the Markdown parser and the tokenizer weigh more than all the rest.
  const { prepareDocument } = await import('../prepare/prepare-document.ts');
  const skipped: SkippedDocument[] = [];
  let done = 0;
  for await (const file of readFiles(run, view, target, files)) {
    const result = prepareDocument(file, run.site);
    if ('reason' in result) skipped.push(result);
    else spool.addDocument(result);
    run.progress.advanced(++done);
    await safePoint();
  }
  if (view.rebuild) {
    for await (const file of readKept(view, target.published, skipped)) {
      const kept = prepareDocument(file, run.site);
      if ('document' in kept) spool.addDocument(kept);
    }
  }
  run.progress.finished({ documents: spool.documentCount, skipped: skipped.length });
  return skipped;
}

function filesToRead({ manifest, changes }: Target, rebuild: boolean): FileRef[] {
  if (rebuild) return [...manifest].map(([path, blob]) => ({ path, blob }));
  return changes.flatMap((change) =>
    change.kind === 'removed' ? [] : [{ path: change.path, blob: change.blob }],
  );
}

async function* readFiles(
  { source, signal }: SyncRun,
  view: IndexView,
  { published, revision }: Target,
  files: readonly FileRef[],
): AsyncGenerator<SourceFile> {
  const missing = new Set(files);
  for await (const [ref, file] of readPublished(view, published, files)) {
    missing.delete(ref);
    yield file;
  }
  if (missing.size > 0) yield* source.read([...missing], revision, signal);
}

/** Those of the files whose bytes the index has under whatever path, checked against their blob sha. */
async function* readPublished(
  view: IndexView,
  published: Manifest,
  files: readonly FileRef[],
): AsyncGenerator<readonly [FileRef, SourceFile]> {
  const pathOfBlob = new Map([...published].map(([path, blob]) => [blob, path]));
  const held = files.flatMap((ref) => {
    const path = pathOfBlob.get(ref.blob);
    return path === undefined ? [] : [{ ref, path }];
  });
  for (let start = 0; start < held.length; start += CONTENTS_BATCH) {
    const batch = held.slice(start, start + CONTENTS_BATCH);
    const contents = await view.contents([...new Set(batch.map(({ path }) => path))]);
    for (const { ref, path } of batch) {
      const content = contents.get(path);
      if (content === undefined) continue;
      const bytes = Buffer.from(content, 'utf8');
      if (blobSha(bytes, ref.blob.length) === ref.blob) {
        yield [ref, { ...ref, size: bytes.byteLength, bytes }];
      }
    }
  }
}

/** A new generation keeps nothing by itself: what is published of a skipped document is prepared anew. */
async function* readKept(
  view: IndexView,
  published: Manifest,
  skipped: readonly SkippedDocument[],
): AsyncGenerator<SourceFile> {
  const files = skipped.flatMap(({ path }) => {
    const blob = published.get(path);
    return blob === undefined ? [] : [{ path, blob }];
  });
  for await (const [, file] of readPublished(view, published, files)) yield file;
}
