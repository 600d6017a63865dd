import type { Revision } from '../../shared/domain/revision.ts';
import { type SourceIdentity, sourceId, sourceOf } from '../../shared/domain/source.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { DocsSource, FileRef, Head, SourceFile } from './docs-source.ts';

/** A source that could not do what it was asked to. The other sources are not affected. */
export interface SourceFailure {
  /** Id of the source. */
  readonly failed: string;
  readonly error: OperationalError;
}

/**
 * The sources of an index, by their ids. What is asked of several of them is answered by each on its own: the failure of
 * one is a result, not a rejection. Methods only reject with the signal's reason, with `CONFIG_INVALID`, and with
 * unexpected errors.
 */
export class SourceSet {
  readonly #sources: ReadonlyMap<string, DocsSource>;

  /** @param sources in the order of the list, each with another id */
  constructor(sources: readonly DocsSource[]) {
    this.#sources = new Map(sources.map((source) => [sourceId(source.identity), source]));
  }

  /** The list of sources. */
  get identities(): readonly SourceIdentity[] {
    return [...this.#sources.values()].map(({ identity }) => identity);
  }

  /** API requests sent so far, retries included. */
  get requests(): number {
    return [...this.#sources.values()].reduce((total, { requests }) => total + requests, 0);
  }

  /** @throws RangeError for an id that is not in the list */
  source(id: string): DocsSource {
    const source = this.#sources.get(id);
    if (source === undefined) throw new RangeError(`there is no source ${id}`);
    return source;
  }

  /**
   * Asks every source for its head, all at the same time.
   * @param known source id → what its last check returned, which makes this one conditional
   */
  async heads(
    known: ReadonlyMap<string, Head>,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, Head | SourceFailure>> {
    const answers = [...this.#sources].map(async ([id, source]) => {
      const answer = await attempt(id, () => source.head(known.get(id) ?? null, signal), signal);
      return [id, answer] as const;
    });
    return new Map(await Promise.all(answers));
  }

  /**
   * Reads files of several sources, one source after another.
   * @param revisions source id → the revision to read at
   * @returns the files, in any order; of a source that fails, some of them and then its failure
   */
  async *read(
    files: readonly FileRef[],
    revisions: ReadonlyMap<string, Revision>,
    signal?: AbortSignal,
  ): AsyncGenerator<SourceFile | SourceFailure> {
    const { identities } = this;
    const bySource = Map.groupBy(files, ({ path }) => {
      const owner = sourceOf(identities, path);
      return owner === undefined ? '' : sourceId(owner);
    });
    for (const [id, refs] of bySource) {
      const revision = revisions.get(id);
      if (revision === undefined) throw new RangeError(`there is no revision to read ${refs[0]?.path} at`);
      const iterator = this.source(id).read(refs, revision, signal)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await attempt(id, () => iterator.next(), signal);
          if ('failed' in next) {
            yield next;
            break;
          }
          if (next.done === true) break;
          yield next.value;
        }
      } finally {
        await iterator.return?.();
      }
    }
  }
}

/** Runs one request to a source and turns its failure into a result. */
export async function attempt<T>(
  id: string,
  request: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | SourceFailure> {
  try {
    return await request();
  } catch (error) {
    signal?.throwIfAborted();
    // A list of sources that contradicts itself is wrong as a whole.
    if (!(error instanceof OperationalError) || error.code === 'CONFIG_INVALID') throw error;
    return { failed: id, error };
  }
}
