import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { ChangedDocument, PublishedSource } from '../../shared/domain/history.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import { type SourceStatus, sourceId, sourceOf } from '../../shared/domain/source.ts';
import type { CheckedSource, IndexView, Publication } from '../index/index-writer.ts';
import type { IndexDiff } from './index-diff.ts';
import type { PreparationResult } from './prepare-documents.ts';
import { type ChangeCounts, type ChunkCounts, countChanges } from './run-report.ts';
import type { SourceDiff } from './source-diff.ts';
import type { DocumentSpool } from './spool.ts';

/** What a run changes in the index, apart from the contents of the staged documents. */
export interface IndexChanges extends Required<Pick<Publication, 'removed' | 'renamed' | 'skipped' | 'due'>> {
  /** The changed documents, as the history and a dry run show them. */
  readonly changed: readonly ChangedDocument[];
  readonly counts: ChangeCounts;
  /** Number of documents in the index afterwards. */
  readonly documentsAfter: number;
}

/**
 * Works out what the changes of the source mean for the index.
 * @param documents what is to be staged
 * @param newlySkipped files that could not become documents in this run
 */
export function planIndexChanges(
  { status, rebuild }: IndexView,
  { changes: sourceChanges, published, target, sources }: IndexDiff,
  { documents, skipped: newlySkipped, due }: Omit<PreparationResult, 'formerPaths'>,
): IndexChanges {
  const prepared = new Map(documents.entries.map(({ path, blob }) => [path, blob]));
  const changes = changesOfIndex(sourceChanges, published, {
    skipped: new Map(newlySkipped.map((skipped) => [skipped.path, skipped])),
    prepared,
  });
  const counts = countChanges(changes);
  const keeps = sources.filter(({ error }) => error !== null);
  const skippedBefore = rebuild
    ? status.skipped.filter(({ path }) => keeps.some(({ withheld }) => withheld.has(path)))
    : status.skipped;
  return {
    ...describeChanges(changes),
    skipped: keptAt(target, skippedBefore, { now: newlySkipped, prepared }),
    due: keptAt(target, status.due, { now: due, prepared }),
    counts,
    documentsAfter: published.size + counts.added - counts.removed,
  };
}

/** What a run says about files, and the documents that it prepared. */
interface RunNotes<N> {
  readonly now: readonly N[];
  readonly prepared: Manifest;
}

/**
 * Notes about files of a revision: earlier ones on files that are unchanged in it and were not prepared again, and new
 * ones.
 */
export function keptAt<N extends Pick<SkippedDocument, 'path' | 'blob'>>(
  target: Manifest,
  before: readonly N[],
  { now, prepared }: RunNotes<N>,
): N[] {
  const again = new Set(now.map(({ path }) => path));
  const kept = before.filter(
    ({ path, blob }) => target.get(path) === blob && prepared.get(path) !== blob && !again.has(path),
  );
  return [...kept, ...now].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Paths of the files that were read in a run. */
interface PreparedPaths {
  /** Those whose new version did not become a document. */
  readonly skipped: ReadonlyMap<string, Pick<SkippedDocument, 'unpublished'>>;
  /** Those that became documents, some of them by their published version. */
  readonly prepared: Pick<ReadonlySet<string>, 'has'>;
}

/**
 * Translates changes of the source into changes of the index: a skipped document keeps its published version, also at
 * another path, unless its site does not publish it; and a document whose former version was never published is an added
 * one.
 */
export function changesOfIndex(
  changes: readonly Change[],
  published: Manifest,
  { skipped, prepared }: PreparedPaths,
): Change[] {
  const changed = new Set(changes.map(({ path }) => path));
  const withdrawn = [...skipped].flatMap(([path, { unpublished }]): Change[] =>
    unpublished && published.has(path) && !changed.has(path) ? [{ kind: 'removed', path }] : [],
  );
  const translated = changes.flatMap((change): Change[] => {
    const former = change.kind === 'renamed' ? change.previousPath : null;
    if (change.kind === 'removed') return published.has(change.path) ? [change] : [];
    if (skipped.get(change.path)?.unpublished) {
      const at = [former, change.path].find((path) => path !== null && published.has(path));
      return at == null ? [] : [{ kind: 'removed', path: at }];
    }
    if (skipped.has(change.path)) {
      const blob = former === null ? undefined : published.get(former);
      if (former === null || blob === undefined) return [];
      return prepared.has(change.path) ? [{ ...change, blob }] : [{ kind: 'removed', path: former }];
    }
    const { path, blob } = change;
    if (former !== null) return published.has(former) ? [change] : [{ kind: 'added', path, blob }];
    return [{ kind: published.has(path) ? 'modified' : 'added', path, blob }];
  });
  return [...translated, ...withdrawn];
}

function describeChanges(changes: readonly Change[]): Pick<IndexChanges, 'removed' | 'renamed' | 'changed'> {
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
  const live = await view.publishedChunks([...removed, ...replaced]);
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

/**
 * The sources as the index records them once it is at the revisions of a diff.
 * @param checks what each source reported in this run
 */
export function sourcesAfter({ sources }: IndexDiff, checks: readonly CheckedSource[]): SourceStatus[] {
  return sources.map(({ id, identity, former, error, to, head, checkedAt }): SourceStatus => {
    const formerPaths = former?.formerPaths ?? { state: 'unread' };
    if (error === null) {
      const headTag = head?.tag ?? null;
      const version = head?.version === undefined ? {} : { version: head.version };
      return { ...identity, commit: to, ...version, checkedAt, behind: 0, headTag, formerPaths };
    }
    const check = checks.find((checked) => sourceId(checked) === id);
    const kept = former ?? { ...identity, commit: null, formerPaths };
    const { checkedAt: before = null, behind = 0, headTag = null, error: reason } = check ?? {};
    return {
      ...kept,
      checkedAt: before,
      behind,
      headTag,
      ...(reason === undefined ? {} : { error: reason }),
    };
  });
}

/** What a publish tells of each source: of those that moved or whose documents changed, and of those that are dropped. */
export function publishedSources(
  { sources, dropped }: IndexDiff,
  changed: readonly ChangedDocument[],
  before: Pick<IndexStatus, 'sources'>,
): PublishedSource[] {
  const published = sources.flatMap((source): PublishedSource[] => {
    const { identity, from, to, head, error, commits } = source;
    const documents = changed.filter((change) => concerns(source, change));
    if (to === null || error !== null || (from?.sha === to.sha && documents.length === 0)) return [];
    const { from: origin, ref } = identity;
    // The first publish of a source lists no documents: all of them are new.
    const version = head?.version === undefined ? {} : { version: head.version };
    return [
      { from: origin, ref, commit: to, ...version, commits, documents: from === null ? [] : documents },
    ];
  });
  const removed = changed.filter(({ change, path }) => change === 'removed' && dropped.has(path));
  const byOwner = Map.groupBy(removed, ({ path }) => sourceOf(before.sources, path));
  for (const [owner, documents] of byOwner) {
    if (owner === undefined || owner.commit === null) continue;
    published.push({ from: owner.from, ref: owner.ref, commit: owner.commit, commits: [], documents });
  }
  return published;
}

function concerns({ known, target }: SourceDiff, { change, path }: ChangedDocument): boolean {
  return (change === 'removed' ? known : target).has(path);
}
