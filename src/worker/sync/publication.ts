import type { Change } from '../../shared/domain/change.ts';
import type { ChangedDocument } from '../../shared/domain/history.ts';
import type { Publication } from '../index/index-writer.ts';

/** What a publish has to know about the documents that change: those that go, those that moved, and the history's entry. */
export function describeChanges(
  changes: readonly Change[],
): Pick<Publication, 'removed' | 'renamed' | 'changed'> {
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
