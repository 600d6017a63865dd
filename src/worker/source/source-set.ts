import { resolve } from 'node:path';
import type { Clock, Delay } from '../../shared/clock.ts';
import { type Revision, type SourceIdentity, sourceId, sourceOf } from '../../shared/domain/source.ts';
import type { Logger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { Proxies } from '../../shared/outgoing-fetch.ts';
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

/** How requests to GitHub are made. */
export interface GitHubSettings {
  readonly token: string | null;
  readonly apiUrl: string;
  /** All the time one run may lose to failures and limits of one source, in milliseconds. */
  readonly maxWaitMs: number;
  /** Absent or null: GitHub is reached directly. */
  readonly proxies?: Proxies | null;
  /** Whether another run follows by itself, so that errors may say so; absent: no. */
  readonly repeats?: boolean;
}

export interface SourceDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** Opens one source of the list, with only its own SDK loaded. Nothing is read or requested yet. */
export async function openSource(
  source: SourceIdentity,
  github: GitHubSettings,
  deps: SourceDeps,
): Promise<DocsSource> {
  const { kind, rest } = splitOrigin(source.from);
  switch (kind) {
    case 'dir': {
      const { FolderSource } = await import('./folder/folder-source.ts');
      return new FolderSource(source, rest);
    }
    case 'git': {
      const { GitSource } = await import('./git/git-source.ts');
      return new GitSource(source, rest);
    }
    case 'github': {
      const { GitHubSource } = await import('./github/github-source.ts');
      const [owner = '', name = ''] = rest.split('/');
      return new GitHubSource(source, { owner, name, ...github }, deps);
    }
    default:
      throw new RangeError(`unknown kind of source: ${source.from}`);
  }
}

/** The origin of a source with an absolute path, which does not depend on where the worker is started. */
export function absoluteOrigin(from: string, base: string): string {
  const local = /^(git|dir):(.*)$/s.exec(from);
  return local === null ? from : `${local[1]}:${resolve(base, local[2] ?? '')}`;
}

function splitOrigin(from: string): { readonly kind: string; readonly rest: string } {
  const colon = from.indexOf(':');
  return { kind: from.slice(0, colon), rest: from.slice(colon + 1) };
}
