import { isoTime } from '../../shared/clock.ts';
import type { Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import { type DueFile, modelLimits } from '../../shared/domain/index-status.ts';
import { type Root, rootOf } from '../../shared/domain/source.ts';
import type { OperationalError } from '../../shared/operational-error.ts';
import { slices } from '../../shared/slices.ts';
import type { IndexView } from '../index/index-writer.ts';
import { type PreparationJob, prepareInOrder } from '../prepare/document-preparer.ts';
import type { FileRef, SourceFile } from '../source/docs-source.ts';
import { blobSha } from '../source/document-files.ts';
import { type IndexDiff, withoutSources } from './index-diff.ts';
import { DocumentSpool, FileSpool } from './spool.ts';
import type { ActiveRun } from './sync-run.ts';

/** Everything the documents of a run are prepared from. */
interface ReadFiles {
  /** Files that changed; for a rebuild, all files. */
  readonly changed: FileSpool;
  /**
   * Published versions of documents that changed their path or, in a new generation, their bytes. The index keeps nothing
   * for them by itself: if the new version cannot be read or indexed, the published one is prepared again.
   */
  readonly fallbacks: FileSpool;
  /** Published documents that did not change and need another summary or address. */
  readonly refreshed: FileSpool;
}

/** What was read, and the diff without the sources that could not be read. */
export interface ReadResult {
  readonly files: ReadFiles;
  readonly diff: IndexDiff;
}

/**
 * Reads files onto the disk, to the last one, so that no download waits for a parser. Bytes that the index has under
 * any path (a rename, a copy, a rebuild) are taken from the index, everything else from the sources. A source that fails
 * keeps what it has: of its files, those that the diff no longer has are ignored by the steps that follow.
 * @param refreshOf published documents to read as well, once it is known which sources can be read
 */
export async function readDocuments(
  run: ActiveRun,
  compared: IndexDiff,
  refreshOf: (diff: IndexDiff) => readonly FileRef[],
): Promise<ReadResult> {
  const { sources, view, temporaryFile, signal, progress, heartbeat } = run;
  const files = {
    changed: new FileSpool(temporaryFile),
    fallbacks: new FileSpool(temporaryFile),
    refreshed: new FileSpool(temporaryFile),
  };
  const changed = view.rebuild ? allFiles(compared) : changedFiles(compared);
  const fallbacks = fallbackFiles(compared, view);
  const total = changed.length + fallbacks.length + refreshOf(compared).length;
  if (total === 0) return { files, diff: compared };

  progress.started('read', total);
  let done = 0;
  const add = async (to: FileSpool, file: SourceFile) => {
    to.add(file);
    progress.advanced(++done);
    await heartbeat();
  };
  const missing = new Set(changed);
  for await (const { ref, file } of readPublished(view, compared.published, changed)) {
    missing.delete(ref);
    await add(files.changed, file);
  }
  const failures = new Map<string, OperationalError>();
  const { revisions, readable } = readableSources(compared);
  const requested = [...missing].filter(({ path }) => readable(path));
  for await (const read of sources.read(requested, revisions, signal)) {
    if ('failed' in read) failures.set(read.failed, read.error);
    else await add(files.changed, read);
  }
  const diff = withoutSources(compared, failures);
  // A new generation keeps nothing by itself: the published documents of a source that failed are prepared again.
  const kept = view.rebuild
    ? allFiles(diff).filter(({ path, blob }) => compared.target.get(path) !== blob)
    : [];
  const published: [FileSpool, readonly FileRef[]][] = [
    [files.changed, kept],
    [files.fallbacks, fallbackFiles(diff, view)],
    [files.refreshed, refreshOf(diff)],
  ];
  for (const [spool, refs] of published) {
    for await (const { file } of readPublished(view, diff.published, refs)) await add(spool, file);
  }
  progress.finished({ files: done, reused: done - requested.length });
  return { files, diff };
}

/** The revisions to read at, and whether the source of a document can be read. */
function readableSources({ sources }: IndexDiff) {
  const working = sources.filter(({ error }) => error === null);
  const revisions = new Map(working.flatMap(({ id, to }) => (to === null ? [] : [[id, to] as const])));
  const failed = sources.filter(({ error }) => error !== null);
  const readable = (path: string) => !failed.some(({ target }) => target.has(path));
  return { revisions, readable };
}

function allFiles({ target }: IndexDiff): FileRef[] {
  return [...target].map(([path, blob]) => ({ path, blob }));
}

function changedFiles({ changes }: IndexDiff): FileRef[] {
  return changes.flatMap((change) =>
    change.kind === 'removed' ? [] : [{ path: change.path, blob: change.blob }],
  );
}

/** Published versions, by the paths of the documents after the run. */
function fallbackFiles(
  { published, target, changes }: IndexDiff,
  { rebuild }: Pick<IndexView, 'rebuild'>,
): FileRef[] {
  const renamed = changes.flatMap((change): FileRef[] => {
    const blob = change.kind === 'renamed' ? published.get(change.previousPath) : undefined;
    return blob === undefined ? [] : [{ path: change.path, blob }];
  });
  const unmoved = rebuild ? [...published].map(([path, blob]) => ({ path, blob })) : [];
  return [...renamed, ...unmoved].filter(({ path, blob }) => target.has(path) && target.get(path) !== blob);
}

/** Number of documents per read of contents. */
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
  for (const batch of slices(held, CONTENTS_BATCH)) {
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
