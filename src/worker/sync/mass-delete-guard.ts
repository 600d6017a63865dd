import type { SkippedDocument } from '../../shared/domain/document.ts';
import { type Root, rootOf } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { changesOf, type IndexDiff } from './index-diff.ts';
import type { SourceDiff } from './source-diff.ts';

/** A run that removes a larger share of a root's documents is taken for a broken listing unless a person allows it. */
const LARGEST_REMOVED_SHARE = 0.5;

/**
 * Finds the sources of which a run would remove all or most documents of a root. A renamed document is not removed, and
 * documents of a root that is no longer in the list are not counted.
 * @returns source id → `DOCS_EMPTY` or `MASS_DELETE_REFUSED`
 */
export function guardAgainstMassDelete(diff: IndexDiff): Map<string, OperationalError> {
  return new Map(
    diff.sources.flatMap((source) => {
      const error = source.error === null ? guardSource(diff, source) : null;
      return error === null ? [] : [[source.id, error] as const];
    }),
  );
}

function guardSource(diff: IndexDiff, source: SourceDiff): OperationalError | null {
  const { identity, former, known, target, moves } = source;
  const formerRoots = former?.roots ?? [];
  const removedPaths = changesOf(diff, source).flatMap(({ kind, path }) =>
    kind === 'removed' ? [path] : [],
  );
  const knownByRoot = Map.groupBy(known.keys(), (path) => rootOf(formerRoots, path));
  const removedByRoot = Map.groupBy(removedPaths, (path) => rootOf(formerRoots, path));
  const targetByRoot = Map.groupBy(target.keys(), (path) => rootOf(identity.roots, path));
  for (const root of identity.roots) {
    const before =
      moves.find(({ to }) => to === root)?.from ??
      formerRoots.find(({ path, at }) => path === root.path && at === root.at);
    const counts = {
      known: knownByRoot.get(before)?.length ?? 0,
      removed: removedByRoot.get(before)?.length ?? 0,
      target: targetByRoot.get(root)?.length ?? 0,
    };
    const error = guardRoot(root, before === undefined ? { ...counts, known: 0, removed: 0 } : counts);
    if (error !== null) return error;
  }
  return null;
}

/** Numbers of documents of one root: in the index, removed by the run, in the index after the run. */
interface RootCounts {
  readonly known: number;
  readonly removed: number;
  readonly target: number;
}

function guardRoot(root: Root, { known, removed, target }: RootCounts): OperationalError | null {
  const override = 'If this is intended, run sync with --allow-mass-delete.';
  const name = `the root ${root.path || '.'}`;
  if (target === 0) {
    return new OperationalError(
      'DOCS_EMPTY',
      known === 0
        ? `${name} has no document.`
        : `${name} no longer has any document; the index has ${known}.`,
      `Check the list of sources (SOURCES), or DOCS_SOURCE, DOCS_REF and DOCS_PATH.${known === 0 ? '' : ` ${override}`}`,
    );
  }
  if (removed <= known * LARGEST_REMOVED_SHARE) return null;
  return new OperationalError(
    'MASS_DELETE_REFUSED',
    `this run would remove ${removed} of ${known} documents of ${name}.`,
    `Check the path of the root and the last commits. ${override}`,
  );
}

/** Fewer pages than this may expire or become drafts in one run, also if they are most of a small root. */
const FEW_PAGES = 5;

/**
 * Stops a run that would remove most documents of a root because their site does not publish them any more: then the
 * clock, or a script that edited every page, is probably at fault.
 * @throws OperationalError `MASS_DELETE_REFUSED`
 */
export function guardAgainstMassUnpublishing(
  { published, roots }: Pick<IndexDiff, 'published' | 'roots'>,
  skipped: readonly SkippedDocument[],
): void {
  const removed = skipped.filter(({ path, unpublished }) => unpublished && published.has(path));
  for (const [root, pages] of Map.groupBy(removed, ({ path }) => rootOf(roots, path))) {
    const known = [...published.keys()].filter((path) => rootOf(roots, path) === root).length;
    if (pages.length < FEW_PAGES || pages.length <= known * LARGEST_REMOVED_SHARE) continue;
    throw new OperationalError(
      'MASS_DELETE_REFUSED',
      `this run would remove ${pages.length} of ${known} documents of the root ${root?.path || '.'}, because their site does not publish them; the first, ${pages[0]?.path}: ${pages[0]?.reason}.`,
      'Check the clock of this machine and the last commits. If this is intended, run sync with --allow-mass-delete.',
    );
  }
}

/**
 * Stops a run that would empty the index because no file can be indexed: then the settings, the branch or the parser is
 * at fault, and nobody wants an empty index.
 * @param documents number of documents the index would have
 * @throws OperationalError `DOCS_ALL_SKIPPED`
 */
export function guardAgainstAllSkipped(documents: number, skipped: readonly SkippedDocument[]): void {
  const [first] = skipped;
  if (documents > 0 || first === undefined) return;
  throw new OperationalError(
    'DOCS_ALL_SKIPPED',
    `none of the ${skipped.length} documents can be indexed; the first, ${first.path}: ${first.reason}.`,
    'Check the list of sources (SOURCES), or DOCS_SOURCE, DOCS_REF and DOCS_PATH.',
  );
}
