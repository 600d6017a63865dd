import type { DocumentEntry } from '../../shared/domain/document.ts';
import { oncePerObject } from '../once-per-object.ts';

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
