import type { Change, Manifest } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';

/**
 * The source's manifest at the indexed commit: what is published, and over it the files that could not become
 * documents, which stand in the source with another blob or are not published at all. Remembering them here is what
 * keeps them from being read again by every run.
 */
export function knownManifest(published: Manifest, skipped: readonly SkippedDocument[]): Manifest {
  return new Map([...published, ...skipped.map(({ path, blob }) => [path, blob] as const)]);
}

/** The skipped documents of a new revision: those of before that are still the same there, and the new ones. */
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
 * The changes of the source as changes of the index: a skipped document keeps what is published of it, and a document
 * whose former version was never published is an added one.
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
