import type { Manifest } from '../../shared/domain/change.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { FileRef, SourceFile } from '../source/docs-source.ts';
import { blobSha } from '../source/document-files.ts';
import type { SourceDiff } from './diff-source.ts';
import { FileSpool } from './spool.ts';
import type { ActiveRun } from './sync-run.ts';

/** Everything the documents of a run are prepared from. */
export interface ReadFiles {
  /** Files that changed; for a rebuild, all files. */
  readonly changed: FileSpool;
  /**
   * Published versions of files that changed. A new generation keeps nothing by itself: if the new version cannot be
   * indexed, the published one is prepared again.
   */
  readonly fallbacks: FileSpool;
  /** Published documents that did not change and need another summary. */
  readonly refreshed: FileSpool;
}

/**
 * Reads files onto the disk, to the last one, so that no download waits for a parser. Bytes that the index has under
 * any path (a rename, a copy, a rebuild) are taken from the index, everything else from the source.
 * @param refresh published documents to read as well
 */
export async function readDocuments(
  run: ActiveRun,
  diff: SourceDiff,
  refresh: readonly FileRef[],
): Promise<ReadFiles> {
  const { source, view, disk, signal, progress, heartbeat } = run;
  const files = {
    changed: new FileSpool(disk),
    fallbacks: new FileSpool(disk),
    refreshed: new FileSpool(disk),
  };
  const changed = view.rebuild ? allFiles(diff) : changedFiles(diff);
  const fallbacks = view.rebuild ? replacedFiles(diff) : [];
  const total = changed.length + fallbacks.length + refresh.length;
  if (total === 0) return files;

  progress.started('read', total);
  let done = 0;
  const add = async (to: FileSpool, file: SourceFile) => {
    to.add(file);
    progress.advanced(++done);
    await heartbeat();
  };
  const missing = new Set(changed);
  for await (const { ref, file } of readPublished(view, diff.published, changed)) {
    missing.delete(ref);
    await add(files.changed, file);
  }
  if (missing.size > 0) {
    for await (const file of source.read([...missing], diff.to, signal)) await add(files.changed, file);
  }
  for await (const { file } of readPublished(view, diff.published, fallbacks))
    await add(files.fallbacks, file);
  for await (const { file } of readPublished(view, diff.published, refresh)) await add(files.refreshed, file);
  progress.finished({ files: done, reused: done - missing.size });
  return files;
}

function allFiles({ target }: SourceDiff): FileRef[] {
  return [...target].map(([path, blob]) => ({ path, blob }));
}

function changedFiles({ changes }: SourceDiff): FileRef[] {
  return changes.flatMap((change) =>
    change.kind === 'removed' ? [] : [{ path: change.path, blob: change.blob }],
  );
}

function replacedFiles({ published, target }: SourceDiff): FileRef[] {
  return [...published].flatMap(([path, blob]) => {
    const isReplaced = target.has(path) && target.get(path) !== blob;
    return isReplaced ? [{ path, blob }] : [];
  });
}

/** Documents whose content the index is asked for at once. */
const CONTENTS_BATCH = 64;

interface PublishedFile {
  readonly ref: FileRef;
  readonly file: SourceFile;
}

/** Yields those of the files whose bytes the index has under any path, checked against their blob sha. */
async function* readPublished(
  view: IndexView,
  published: Manifest,
  files: readonly FileRef[],
): AsyncGenerator<PublishedFile> {
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
        yield { ref, file: { ...ref, size: bytes.byteLength, bytes } };
      }
    }
  }
}
