import type { Manifest } from '../../shared/domain/change.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { FileRef, SourceFile } from '../source/docs-source.ts';
import { blobSha } from '../source/source-file.ts';
import type { Target } from './diff-source.ts';
import type { Spool } from './spool.ts';
import type { SafePoint, SyncRun } from './sync-run.ts';

/** Documents whose content is asked of the index at once. */
const CONTENTS_BATCH = 64;

/**
 * Reads the documents that changed, all of them for a rebuild, into the spool. Bytes the index has under some path (a
 * rename, a copy, a rebuild) are taken from there, everything else from the source.
 */
export async function readDocuments(
  { source, signal, progress }: SyncRun,
  view: IndexView,
  target: Target,
  spool: Spool,
  safePoint: SafePoint,
): Promise<void> {
  const files = filesToRead(target, view.rebuild);
  if (files.length === 0) return;
  progress.started('read', files.length);
  const missing = new Set(files);
  const add = async (file: SourceFile) => {
    spool.addFile(file);
    progress.advanced(spool.fileCount);
    await safePoint();
  };
  for await (const [ref, file] of readPublished(view, target.published, files)) {
    missing.delete(ref);
    await add(file);
  }
  const reused = spool.fileCount;
  if (missing.size > 0) {
    for await (const file of source.read([...missing], target.revision, signal)) await add(file);
  }
  progress.finished({ files: spool.fileCount, reused });
}

function filesToRead({ manifest, changes }: Target, rebuild: boolean): FileRef[] {
  if (rebuild) return [...manifest].map(([path, blob]) => ({ path, blob }));
  return changes.flatMap((change) =>
    change.kind === 'removed' ? [] : [{ path: change.path, blob: change.blob }],
  );
}

/** Those of the files whose bytes the index has under whatever path, checked against their blob sha. */
export async function* readPublished(
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
