import { isDeepStrictEqual } from 'node:util';
import { isoTime } from '../../shared/clock.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import {
  type Revision,
  type Root,
  type SourceIdentity,
  type SourceStatus,
  sourceId,
} from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { CheckedSource } from '../index/index-writer.ts';
import type { Head } from '../source/docs-source.ts';
import { runError, type SourceReport } from './run-report.ts';
import type { SyncRequest, SyncRun } from './sync-run.ts';

/** The list of sources compared with the index, and the heads of the sources. */
export interface AskedSources {
  readonly plan: SourcePlan;
  readonly heads: readonly SourceHead[];
}

/** Compares the list of sources with the index, and asks each source for its head. */
export async function askSources(run: SyncRun, status: IndexStatus): Promise<AskedSources> {
  const { sequence, chunks } = status;
  run.recorder.record({ sequence, chunks: { total: chunks, kept: chunks } });
  const plan = planSources(status, run.sources.identities, run.request);
  return { plan, heads: await checkHeads(run, plan) };
}

/** What a run has to do for one source because of the list, before it knows what the source changed. */
export interface PlannedSource {
  readonly id: string;
  readonly identity: SourceIdentity;
  /** The source as the index records it; null if nothing of it was ever recorded. */
  readonly former: SourceStatus | null;
  /** Roots that stand at another place than before. */
  readonly moves: readonly RootMove[];
  /** Whether the roots select other files than before: then the manifest at a commit must be listed again. */
  readonly reselected: boolean;
  /** Roots whose documents have other addresses or languages than before, so that they must be prepared again. */
  readonly readdressed: readonly Root[];
}

interface RootMove {
  readonly from: Root;
  readonly to: Root;
}

/** The list of sources, compared with the sources that the index was built from. */
export interface SourcePlan {
  readonly sources: readonly PlannedSource[];
  /** Whether documents are indexed of a source or root that is no longer in the list. */
  readonly drops: boolean;
  /** Whether the index was built from other sources altogether, and is to be replaced. */
  readonly replaces: boolean;
}

/**
 * Compares the list of sources with the index. Does nothing else.
 * @throws OperationalError `INDEX_OTHER_SOURCE` for an index of other sources unless it is to be rebuilt;
 *   `SOURCE_REMOVED` if a source or root of the index is no longer in the list, unless the run may drop it
 */
export function planSources(
  { sources }: IndexStatus,
  list: readonly SourceIdentity[],
  { rebuild, dropSources }: Pick<SyncRequest, 'rebuild' | 'dropSources'>,
): SourcePlan {
  const indexed = sources.filter(({ commit }) => commit !== null);
  const listed = new Set(list.map(sourceId));
  const replaces = indexed.length > 0 && !indexed.some((source) => listed.has(sourceId(source)));
  if (replaces && !rebuild) throw otherSources(indexed, list);

  const formerById = new Map(replaces ? [] : sources.map((source) => [sourceId(source), source]));
  const planned = list.map((identity) => planSource(identity, formerById.get(sourceId(identity)) ?? null));
  const removed = replaces
    ? []
    : [
        ...indexed.filter((source) => !listed.has(sourceId(source))).map(sourceId),
        ...planned.flatMap(({ id, removed }) => removed.map((root) => `${describeRoot(root)} of ${id}`)),
      ];
  if (removed.length > 0 && !dropSources) throw sourceRemoved(removed);
  return {
    sources: planned.map(({ removed: _, ...source }) => source),
    drops: removed.length > 0,
    replaces,
  };
}

/** Whether the index records exactly the sources and roots of the list, in its order. */
export function sourcesAreCurrent({ sources, drops }: SourcePlan, status: IndexStatus): boolean {
  const list = sources.map(({ identity }) => identity);
  return !drops && isSameList(list, status.sources);
}

/** Whether two lists name the same sources and roots, in the same order. */
export function isSameList(a: readonly SourceIdentity[], b: readonly SourceIdentity[]): boolean {
  const written = (list: readonly SourceIdentity[]) =>
    list.map(({ from, ref, roots }) => ({ from, ref, roots }));
  return isDeepStrictEqual(written(a), written(b));
}

function planSource(
  identity: SourceIdentity,
  former: SourceStatus | null,
): PlannedSource & { readonly removed: readonly Root[] } {
  const id = sourceId(identity);
  if (former === null || former.commit === null) {
    return { id, identity, former, moves: [], reselected: true, readdressed: [], removed: [] };
  }
  const pairs = pairRoots(former.roots, identity.roots);
  const paired = new Set([...pairs.values()]);
  const entries = [...pairs];
  return {
    id,
    identity,
    former,
    moves: entries.filter(([to, from]) => to.at !== from.at).map(([to, from]) => ({ from, to })),
    reselected:
      paired.size < former.roots.length ||
      identity.roots.some((root) => {
        const from = pairs.get(root);
        return from === undefined || !isAlike(root, from, ['include', 'exclude']);
      }),
    readdressed: entries
      .filter(([to, from]) => !isAlike(to, from, ['site', 'pages', 'language', 'languages']))
      .map(([to]) => to),
    removed: former.roots.filter((root) => !paired.has(root)),
  };
}

/** Pairs each root of the list with the same root of the index: at the same place first, then at another place. */
function pairRoots(former: readonly Root[], wanted: readonly Root[]): Map<Root, Root> {
  const pairs = new Map<Root, Root>();
  const left = new Set(former);
  const pair = (fits: (root: Root, from: Root) => boolean) => {
    for (const root of wanted) {
      if (pairs.has(root)) continue;
      const from = [...left].find((candidate) => candidate.path === root.path && fits(root, candidate));
      if (from === undefined) continue;
      pairs.set(root, from);
      left.delete(from);
    }
  };
  pair((root, from) => root.at === from.at);
  pair(() => true);
  return pairs;
}

function isAlike(a: Root, b: Root, keys: readonly (keyof Root)[]): boolean {
  return keys.every((key) => isDeepStrictEqual(a[key], b[key]));
}

function describeRoot({ path, at }: Root): string {
  return `the root ${JSON.stringify(path === '' ? '.' : path)} (at ${JSON.stringify(at)})`;
}

function otherSources(indexed: readonly SourceStatus[], list: readonly SourceIdentity[]): OperationalError {
  return new OperationalError(
    'INDEX_OTHER_SOURCE',
    `the index was built from ${indexed.map(sourceId).join(', ')}, not from ${list.map(sourceId).join(', ')}.`,
    'Point INDEX_PATH (for Qdrant: QDRANT_COLLECTION) elsewhere, or rebuild this index from the new source with --rebuild.',
  );
}

function sourceRemoved(removed: readonly string[]): OperationalError {
  return new OperationalError(
    'SOURCE_REMOVED',
    `the index has documents of ${removed.join(', and of ')}, which the list of sources no longer has.`,
    'Put it back into the list (SOURCES), or remove its documents from the index with sync --drop-sources.',
  );
}

/** A source with the head it reported in this run. */
export interface SourceHead extends PlannedSource {
  /** The indexed revision; null if nothing of the source is indexed. */
  readonly from: Revision | null;
  /** null if the source did not answer. */
  readonly head: Head | null;
  /** When it answered, ISO 8601 in UTC; null if it did not. */
  readonly checkedAt: string | null;
  /** Why it did not answer. */
  readonly error: OperationalError | null;
}

/**
 * Asks every source for its head; conditionally, if the index knows a former answer. A source that does not answer is
 * left as it is.
 * @throws OperationalError of the first source if none answers
 */
async function checkHeads(run: SyncRun, { sources }: SourcePlan): Promise<readonly SourceHead[]> {
  const { progress, recorder, signal, clock } = run;
  progress.started('head');
  const known = new Map(
    sources.flatMap(({ id, former }) => {
      if (former === null || former.commit === null) return [];
      const { commit: revision, headTag, version } = former;
      const known = {
        revision,
        ...(headTag === null ? {} : { tag: headTag }),
        ...(version === undefined ? {} : { version }),
      };
      return [[id, known] as const];
    }),
  );
  const answers = await run.sources.heads(known, signal);
  const checkedAt = isoTime(clock());
  const heads = sources.map((source): SourceHead => {
    const answer = answers.get(source.id);
    const from = source.former?.commit ?? null;
    if (answer === undefined || 'failed' in answer)
      return { ...source, from, head: null, checkedAt: null, error: answer?.error ?? null };
    return { ...source, from, head: answer, checkedAt, error: null };
  });
  const checks = heads.flatMap((head) => (head.error === null ? [] : [formerCheck(head, head.error)]));
  recorder.record({ sources: heads.map(reportSource), checks });
  const [first] = heads;
  if (first?.error && heads.every(({ error }) => error !== null)) throw first.error;
  progress.finished(headFacts(heads));
  return heads;
}

/** What the report of a run says of a source. */
export function reportSource({ id, from, head, error }: SourceHead): SourceReport {
  return {
    source: id,
    from,
    to: head?.revision ?? null,
    ...(error === null ? {} : { error: runError(error) }),
  };
}

/** What the index records about a source that could not be compared: its last check, and why there is no newer one. */
export function formerCheck({ identity, former }: PlannedSource, error: OperationalError): CheckedSource {
  const { checkedAt = null, behind = 0, headTag = null } = former ?? {};
  return { ...identity, checkedAt, behind, headTag, error: runError(error) };
}

function headFacts(heads: readonly SourceHead[]) {
  const [only] = heads;
  if (heads.length === 1 && only?.head) {
    const { revision } = only.head;
    return { commit: revision.sha, subject: revision.subject, moved: revision.sha !== only.from?.sha };
  }
  const moved = heads.filter(({ head, from }) => head !== null && head.revision.sha !== from?.sha);
  const failed = heads.filter(({ error }) => error !== null).length;
  return { sources: heads.length, moved: moved.length, ...(failed === 0 ? {} : { failed }) };
}
