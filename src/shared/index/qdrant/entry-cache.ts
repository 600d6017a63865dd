import type { DocumentEntry } from '../../domain/document.ts';
import type { PublishedPoints } from './published-points.ts';

/** Entries kept at the most; some 2 KB each. */
const CAPACITY = 2_000;

/** The entries of documents that were found before, so that a search need not ask for them again until a publish. */
export class EntryCache {
  #of = '';
  #entries = new Map<string, DocumentEntry>();

  /** The entries of the documents at some paths; a path that is none is left out. */
  async of(points: PublishedPoints, paths: readonly string[]): Promise<ReadonlyMap<string, DocumentEntry>> {
    const source = `${points.collection} ${points.sequence}`;
    if (this.#of !== source || this.#entries.size > CAPACITY) {
      this.#of = source;
      this.#entries = new Map();
    }
    const entries = this.#entries;
    const missing = paths.filter((path) => !entries.has(path));
    if (missing.length > 0) {
      for (const entry of await points.entries(missing)) entries.set(entry.path, entry);
    }
    return entries;
  }
}
