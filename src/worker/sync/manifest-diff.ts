import { basename } from 'node:path/posix';
import type { Change, Manifest } from '../../shared/domain/change.ts';

/**
 * The changes that lead from one manifest to another, sorted by path, each document once.
 *
 * A document that went away and one that came are one rename when their blobs are equal, or when `hints` says so.
 * Paths present on both sides are never renames: a swap of two files is two modifications, a copy is an addition.
 * @param hints former path → path, as the source's own comparison saw it (it alone knows renames with an edit)
 */
export function diffManifests(
  from: Manifest,
  to: Manifest,
  hints: ReadonlyMap<string, string> = new Map(),
): Change[] {
  const gone = new Map(sorted([...from].filter(([path]) => !to.has(path))));
  const come = new Map(sorted([...to].filter(([path]) => !from.has(path))));
  const formerPaths = pairRenames(gone, come, hints);
  const changes: Change[] = [];
  for (const [path, blob] of come) {
    const previousPath = formerPaths.get(path);
    changes.push(
      previousPath === undefined
        ? { kind: 'added', path, blob }
        : { kind: 'renamed', path, previousPath, blob },
    );
  }
  const renamedAway = new Set(formerPaths.values());
  for (const path of gone.keys()) if (!renamedAway.has(path)) changes.push({ kind: 'removed', path });
  for (const [path, blob] of to) {
    const known = from.get(path);
    if (known !== undefined && known !== blob) changes.push({ kind: 'modified', path, blob });
  }
  return changes.sort((a, b) => compareText(a.path, b.path));
}

/**
 * Who was who: the most certain pairs first. Equal blobs that the hints join, then those that keep their file name,
 * then any; at last what the hints join though it was edited.
 * @returns path → former path
 */
function pairRenames(
  gone: Manifest,
  come: Manifest,
  hints: ReadonlyMap<string, string>,
): Map<string, string> {
  const formerPaths = new Map<string, string>();
  const free = new Set(gone.keys());
  const pair = (fits: (former: string, path: string) => boolean) => {
    for (const path of come.keys()) {
      if (formerPaths.has(path)) continue;
      const former = candidates(path).find((candidate) => free.has(candidate) && fits(candidate, path));
      if (former === undefined) continue;
      formerPaths.set(path, former);
      free.delete(former);
    }
  };
  const goneByBlob = Map.groupBy(gone.keys(), (path) => gone.get(path));
  const hinted = new Map([...hints].map(([former, path]) => [path, former]));
  const candidates = (path: string) => {
    const hint = hinted.get(path);
    const equals = goneByBlob.get(come.get(path)) ?? [];
    return hint === undefined ? equals : [hint, ...equals];
  };
  const equal = (former: string, path: string) => gone.get(former) === come.get(path);

  pair((former, path) => equal(former, path) && hints.get(former) === path);
  pair((former, path) => equal(former, path) && basename(former) === basename(path));
  pair(equal);
  pair((former, path) => hints.get(former) === path);
  return formerPaths;
}

function sorted(entries: [string, string][]): [string, string][] {
  return entries.sort(([a], [b]) => compareText(a, b));
}

/** Order by code unit: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
