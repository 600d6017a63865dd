import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { ChangedDocument } from '../../shared/domain/history.ts';
import type { IndexView, Publication } from '../index/index-writer.ts';
import type { SourceDiff } from './diff-source.ts';
import { type ChangeCounts, type ChunkCounts, countChanges } from './run-report.ts';
import type { DocumentSpool } from './spool.ts';

/** What a run changes in the index, besides the documents it stages. */
export interface IndexChanges extends Pick<Publication, 'removed' | 'renamed' | 'changed' | 'skipped'> {
  readonly counts: ChangeCounts;
  /** Number of documents in the index afterwards. */
  readonly documentsAfter: number;
}

/**
 * Works out what the changes of the source mean for the index.
 * @param newlySkipped files that could not become documents in this run
 */
export function planIndexChanges(
  { status, rebuild }: IndexView,
  { changes: sourceChanges, published, target }: SourceDiff,
  newlySkipped: readonly SkippedDocument[],
): IndexChanges {
  const skippedPaths = new Set(newlySkipped.map(({ path }) => path));
  const changes = changesOfIndex(sourceChanges, published, skippedPaths);
  const counts = countChanges(changes);
  return {
    ...describeChanges(changes),
    skipped: skippedAt(target, rebuild ? [] : status.skipped, newlySkipped),
    counts,
    documentsAfter: published.size + counts.added - counts.removed,
  };
}

/** The skipped files of a revision: earlier ones that are unchanged in it, and new ones. */
export function skippedAt(
  target: Manifest,
  before: readonly SkippedDocument[],
  now: readonly SkippedDocument[],
): SkippedDocument[] {
  const again = new Set(now.map((document) => document.path));
  return [...before.filter(({ path, blob }) => target.get(path) === blob && !again.has(path)), ...now].sort(
    (a, b) => (a.path < b.path ? -1 : 1),
  );
}

/**
 * Translates changes of the source into changes of the index: a skipped document keeps its published version, and a
 * document whose former version was never published is an added one.
 * @param skipped paths of the documents skipped in this run
 */
export function changesOfIndex(
  changes: readonly Change[],
  published: Manifest,
  skipped: ReadonlySet<string>,
): Change[] {
  return changes.flatMap((change): Change[] => {
    const former = change.kind === 'renamed' ? change.previousPath : null;
    if (change.kind === 'removed') return published.has(change.path) ? [change] : [];
    if (skipped.has(change.path)) {
      return former !== null && published.has(former) ? [{ kind: 'removed', path: former }] : [];
    }
    const { path, blob } = change;
    if (former !== null) return published.has(former) ? [change] : [{ kind: 'added', path, blob }];
    return [{ kind: published.has(path) ? 'modified' : 'added', path, blob }];
  });
}

function describeChanges(changes: readonly Change[]): Pick<Publication, 'removed' | 'renamed' | 'changed'> {
  const renames = changes.filter((change) => change.kind === 'renamed');
  return {
    removed: changes.flatMap((change) => {
      if (change.kind === 'removed') return [change.path];
      return change.kind === 'renamed' ? [change.previousPath] : [];
    }),
    renamed: new Map(renames.map(({ previousPath, path }) => [previousPath, path])),
    changed: changes.map(
      (change): ChangedDocument => ({
        path: change.path,
        change: change.kind,
        ...(change.kind === 'renamed' ? { previousPath: change.previousPath } : {}),
      }),
    ),
  };
}

/** Counts what the changes mean for the chunks: compares the prepared ones with the published ones they replace. */
export async function planChunks(
  view: IndexView,
  { removed }: IndexChanges,
  published: Manifest,
  documents: DocumentSpool,
): Promise<ChunkCounts> {
  // A new generation starts out empty.
  if (view.rebuild) return compareChunks(0, new Set(), documents.chunkIds);
  const replaced = documents.entries.map(({ path }) => path).filter((path) => published.has(path));
  const live = await view.liveChunks([...removed, ...replaced]);
  const liveIds = new Set([...live.values()].flat().map((chunk) => chunk.id));
  return compareChunks(view.status.chunks, liveIds, documents.chunkIds);
}

/**
 * @param before number of chunks in the index before
 * @param live ids of the published chunks of every document that is replaced or removed
 * @param staged ids of the chunks of every document that is replaced or added
 */
export function compareChunks(
  before: number,
  live: ReadonlySet<string>,
  staged: ReadonlySet<string>,
): ChunkCounts {
  const removed = live.difference(staged).size;
  const added = staged.difference(live).size;
  return { total: before - removed + added, added, removed, kept: before - removed };
}
