import type { DocumentEntry } from '../../shared/domain/document.ts';
import { oncePerObject } from '../index-access/snapshots.ts';

/**
 * The paths of documents, found in any Unicode form: file systems and keyboards decompose accented letters, or do not.
 */
class PathSet {
  readonly #paths = new Map<string, string>();

  constructor(documents: readonly Pick<DocumentEntry, 'path'>[]) {
    for (const { path } of documents) this.#paths.set(path.normalize('NFC'), path);
    // Of two paths that differ in their form alone, each is found by its own.
    for (const { path } of documents) this.#paths.set(path, path);
  }

  find(path: string): string | undefined {
    return this.#paths.get(path) ?? this.#paths.get(path.normalize('NFC'));
  }
}

/** The paths of a list of documents. */
export const pathSetOf = oncePerObject(
  (documents: readonly Pick<DocumentEntry, 'path'>[]) => new PathSet(documents),
);

interface SortedPath {
  readonly key: string;
  readonly path: string;
}

/** The paths of a list of documents, to be found by how they begin. */
export const sortedPathsOf = oncePerObject((documents: readonly Pick<DocumentEntry, 'path'>[]) => {
  const by = (keyOf: (path: string) => string): SortedPath[] =>
    documents
      .map(({ path }) => ({ key: keyOf(path), path }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.path < b.path ? -1 : 1));
  return { asWritten: by((path) => path), inLowerCase: by((path) => path.toLowerCase()) };
});

/** The first of sorted paths whose key begins with a text. */
export function firstBeginningWith(sorted: readonly SortedPath[], text: string): SortedPath | undefined {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle]?.key ?? '') < text) from = middle + 1;
    else to = middle;
  }
  // No path before this one begins with the text, and if any does, this one does.
  const found = sorted[from];
  return found?.key.startsWith(text) === true ? found : undefined;
}
