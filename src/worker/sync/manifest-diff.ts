import { basename } from 'node:path/posix';
import type { Change, Manifest } from '../../shared/domain/change.ts';

/**
 * The changes that lead from one manifest to another, sorted by path, each document once.
 *
 * A removed and an added document are one rename if their blobs are equal or `hints` pairs them. A path that both
 * manifests have is never part of a rename: two swapped files are two modifications, a copy is an addition.
 * @param hints former path → path, from the source's own comparison (it alone can tell a rename with an edit)
 */
export function diffManifests(
  from: Manifest,
  to: Manifest,
  hints: ReadonlyMap<string, string> = new Map(),
): Change[] {
  const removed = new Map(sorted([...from].filter(([path]) => !to.has(path))));
  const added = new Map(sorted([...to].filter(([path]) => !from.has(path))));
  const formerPaths = pairRenames(removed, added, hints);
  const changes: Change[] = [];
  for (const [path, blob] of added) {
    const previousPath = formerPaths.get(path);
    changes.push(
      previousPath === undefined
        ? { kind: 'added', path, blob }
        : { kind: 'renamed', path, previousPath, blob },
    );
  }
  const renamed = new Set(formerPaths.values());
  for (const path of removed.keys()) if (!renamed.has(path)) changes.push({ kind: 'removed', path });
  for (const [path, blob] of to) {
    const known = from.get(path);
    if (known !== undefined && known !== blob) changes.push({ kind: 'modified', path, blob });
  }
  return changes.sort((a, b) => compareText(a.path, b.path));
}

/**
 * Pairs removed and added documents, the most certain pairs first: equal blobs that a hint pairs, equal blobs with the
 * same file name, equal blobs, and last what a hint pairs although it was edited.
 * @returns path → former path
 */
function pairRenames(
  removed: Manifest,
  added: Manifest,
  hints: ReadonlyMap<string, string>,
): Map<string, string> {
  const formerPaths = new Map<string, string>();
  const unpaired = new Set(removed.keys());
  const removedByBlob = Map.groupBy(removed.keys(), (path) => removed.get(path));
  const hinted = new Map([...hints].map(([former, path]) => [path, former]));
  const candidates = (path: string) => {
    const hint = hinted.get(path);
    const equals = removedByBlob.get(added.get(path)) ?? [];
    return hint === undefined ? equals : [hint, ...equals];
  };
  const pair = (fits: (former: string, path: string) => boolean) => {
    for (const path of added.keys()) {
      if (formerPaths.has(path)) continue;
      const former = candidates(path).find((candidate) => unpaired.has(candidate) && fits(candidate, path));
      if (former === undefined) continue;
      formerPaths.set(path, former);
      unpaired.delete(former);
    }
  };
  const equal = (former: string, path: string) => removed.get(former) === added.get(path);

  pair((former, path) => equal(former, path) && hints.get(former) === path);
  pair((former, path) => equal(former, path) && basename(former) === basename(path));
  pair(equal);
  pair((former, path) => hints.get(former) === path);
  return formerPaths;
}

function sorted(entries: [string, string][]): [string, string][] {
  return entries.sort(([a], [b]) => compareText(a, b));
}

/** Order by UTF-16 code unit: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
