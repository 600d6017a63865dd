import type { Change, Manifest } from '../../shared/domain/change.ts';

/**
 * The manifest that the changes of a commit comparison lead to.
 * @param known the source's manifest at the commit the comparison starts from
 * @returns null where a change does not fit what is known (removed but not there, added but there, modified but
 * unknown, one path twice): then the comparison is not to be trusted and the listing must be read
 */
export function applyComparison(known: Manifest, changes: readonly Change[]): Manifest | null {
  const next = new Map(known);
  for (const change of changes) {
    const former = formerPath(change);
    if (former !== null && !next.delete(former)) return null;
  }
  const written = new Set<string>();
  for (const change of changes) {
    if (change.kind === 'removed') continue;
    if (written.has(change.path)) return null;
    if (next.has(change.path) !== (change.kind === 'modified')) return null;
    next.set(change.path, change.blob);
    written.add(change.path);
  }
  return next;
}

function formerPath(change: Change): string | null {
  if (change.kind === 'removed') return change.path;
  return change.kind === 'renamed' ? change.previousPath : null;
}
