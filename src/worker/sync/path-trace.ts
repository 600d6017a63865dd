import type { HistoryPosition } from '../../shared/domain/history.ts';
import { followRenames } from '../index/after-publish.ts';
import type { PathChange } from '../source/docs-source.ts';

/** The documents of an index as a run leaves them. */
export interface DocumentsAfter {
  /** Paths of all documents after the run. */
  readonly documents: ReadonlySet<string>;
  /** Former path → path, of those that the run renames. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Paths that it removes, including those of renamed ones. */
  readonly removed: readonly string[];
}

/**
 * Traces documents of today back through the commits of their source. It knows where each of them was at some time in
 * the past, and goes back with every commit it is given.
 *
 * Of a linear history, it finds the redirects that one sync after each commit would have left in the index: a former path
 * leads to the last document that was there, unless that document was removed or replaced since. A sync of several
 * commits at once may see fewer renames (a document that moved and was rewritten), or more (one that was removed and
 * added again elsewhere with the same bytes). Commits of merged branches that are listed side by side may contradict each
 * other; then the later one is right.
 */
export class PathTrace {
  /** Former path → path today, the newest first. */
  readonly found = new Map<string, string>();
  /** Path at that time → path today, of the documents that existed then. */
  readonly #paths: Map<string, string>;
  /** Paths of which it is known where their last document went: a document that was there before it is not found there. */
  readonly #settled: Set<string>;
  readonly #documents: ReadonlySet<string>;

  private constructor(
    paths: Iterable<[string, string]>,
    settled: readonly string[],
    documents: ReadonlySet<string>,
  ) {
    this.#paths = new Map(paths);
    this.#settled = new Set([...settled, ...documents]);
    this.#documents = documents;
  }

  /**
   * Begins with the documents of today.
   * @param own the documents of the source
   * @param documents all documents of the index
   */
  static begin(own: readonly string[], documents: ReadonlySet<string>): PathTrace {
    return new PathTrace(
      own.map((path) => [path, path]),
      [],
      documents,
    );
  }

  /** Goes on from where an earlier run stopped, with the documents as this run leaves them. */
  static resume(
    { paths, vacated }: HistoryPosition,
    { documents, renamed, removed }: DocumentsAfter,
  ): PathTrace {
    const followed = followRenames(paths, renamed).filter(([, path]) => documents.has(path));
    return new PathTrace(followed, [...vacated, ...removed], documents);
  }

  /** Goes back to before a commit. */
  before(changes: readonly PathChange[]): void {
    const moves = changes
      .filter(({ before, after }) => before !== after)
      .map(({ before, after }) => ({
        before,
        after,
        path: after === null ? undefined : this.#paths.get(after),
      }));
    for (const { after } of moves) if (after !== null) this.#paths.delete(after);
    for (const { before, path } of moves) {
      if (before === null) continue;
      if (path !== undefined && !this.#paths.has(before)) this.#paths.set(before, path);
      if (this.#settled.has(before)) continue;
      this.#settled.add(before);
      if (path !== undefined) this.found.set(before, path);
    }
  }

  /** @param next where the source goes on */
  position(next: string): HistoryPosition {
    const vacated = [...this.#settled].filter((path) => !this.#documents.has(path));
    return { next, paths: [...this.#paths], vacated };
  }
}
