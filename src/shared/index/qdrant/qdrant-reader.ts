import type { Delay } from '../../clock.ts';
import {
  type Document,
  type DocumentEntry,
  type ListedDocument,
  listedDocument,
} from '../../domain/document.ts';
import type { PublishRecord } from '../../domain/history.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../domain/index-status.ts';
import type { OutdatedMentions } from '../../drift/outdated-mentions.ts';
import { hasCode, OperationalError } from '../../operational-error.ts';
import { retry } from '../../retry.ts';
import { slices } from '../../slices.ts';
import type { Answer, DocumentMatch, IndexedDocument, IndexQuery, IndexReader } from '../index-reader.ts';
import { inOrderOfRoots } from '../list-order.ts';
import { publishesAfter } from '../publishes-after.ts';
import { readIndexedDocuments } from './indexed-documents.ts';
import { PublishedPoints } from './published-points.ts';
import { QdrantConnection, type QdrantOptions } from './qdrant-connection.ts';
import { QdrantSearch } from './qdrant-search.ts';
import {
  hasCurrentPoints,
  hasWords,
  READABLE_SEQUENCES,
  readState,
  STATUS_FIELDS,
  type State,
  statusFromState,
} from './qdrant-state.ts';
import { byCodePoint, inLowerCase } from './sqlite-order.ts';
import { namesUnder, wordCounts } from './word-points.ts';

/** A user is waiting for the answer. */
const REQUEST_RETRIES = { attempts: 3, firstWaitMs: 100, longestWaitMs: 1_000 };

/** A read starts over when something else has been published meanwhile, and need not wait to do so. */
const REREADS = { attempts: 5, firstWaitMs: 0, longestWaitMs: 0 };

/** How many documents a scan reads at once, with contents and chunks. */
const DOCUMENTS_PER_SCAN_STEP = 16;

/**
 * Reads the index in Qdrant. Each read uses the points of one published sequence, which stay unchanged for many
 * publishes to come. A search learns within its own request whether its sequence is still the published one.
 */
export class QdrantReader implements IndexReader {
  readonly #connection: QdrantConnection;
  readonly #alias: string;
  readonly #delay: Delay;
  readonly #search: QdrantSearch;
  /** What was published when last read: where the next search starts. */
  #lastState: State | null = null;

  /** Sends nothing yet. */
  constructor(options: QdrantOptions) {
    this.#connection = new QdrantConnection(options, REQUEST_RETRIES);
    this.#alias = options.alias;
    this.#delay = options.delay;
    this.#search = new QdrantSearch(this.#connection, options.alias);
  }

  async status(signal?: AbortSignal): Promise<IndexStatus> {
    this.#lastState = await readState(this.#connection, this.#alias, STATUS_FIELDS, signal);
    return this.#lastState === null ? EMPTY_STATUS : statusFromState(this.#lastState);
  }

  async search(
    query: IndexQuery,
    signal?: AbortSignal,
  ): Promise<Answer<{ matches: readonly DocumentMatch[] }>> {
    return this.#rereadIfChanged(signal, async () => {
      const known = this.#lastState;
      if (known === null) await this.status(signal);
      const state = this.#lastState;
      if (state === null) return { matches: [], status: EMPTY_STATUS };
      try {
        const { matches, current } = await this.#search.search(state, query, signal);
        this.#lastState = current;
        if (matches !== null && current !== null) return { matches, status: statusFromState(current) };
      } catch (error) {
        // A request made for the generation known so far may not suit the one that has replaced it.
        if (known === null || !hasCode(error, 'QDRANT_REFUSED')) throw error;
        this.#lastState = null;
      }
      throw indexChanged();
    });
  }

  async document(
    path: string,
    signal?: AbortSignal,
  ): Promise<Answer<{ document: Document | null; redirectedFrom?: string }>> {
    const fields = [...STATUS_FIELDS, 'redirects'];
    return this.#read({ empty: { document: null }, fields, signal }, async (points, { redirects }) => {
      const direct = await points.document(path);
      if (direct !== null) return { document: direct };
      const redirect = findRedirect(redirects, path);
      if (redirect === undefined) return { document: null };
      const [redirectedFrom, target] = redirect;
      const document = await points.document(target);
      return document === null ? { document } : { document, redirectedFrom };
    });
  }

  async list(signal?: AbortSignal): Promise<Answer<{ documents: readonly ListedDocument[] }>> {
    return this.#read({ empty: { documents: [] }, signal }, async (points, state) => {
      const pages = await points.listPages();
      if (pages.length > 0 || state.published.documents === 0) {
        return { documents: pages.flatMap(({ payload }) => payload.documents) };
      }
      // A generation of an earlier version.
      const documents = await points.entries();
      const { sources } = statusFromState(state);
      return { documents: inOrderOfRoots(documents, sources).map(listedDocument) };
    });
  }

  async entries(
    paths: readonly string[],
    signal?: AbortSignal,
  ): Promise<Answer<{ entries: readonly DocumentEntry[] }>> {
    return this.#read({ empty: { entries: [] }, signal }, async (points) => ({
      entries: await points.entries([...new Set(paths)]),
    }));
  }

  async changesSince(
    since?: string,
    signal?: AbortSignal,
  ): Promise<Answer<{ changes: readonly PublishRecord[] }>> {
    return this.#read({ empty: { changes: [] }, signal }, async (points, state) => {
      const status = statusFromState(state);
      return { changes: publishesAfter(await points.publishes(status.sources[0]), status, since) };
    });
  }

  async termCounts(
    terms: readonly string[],
    signal?: AbortSignal,
  ): Promise<Answer<{ counts: ReadonlyMap<string, number> }>> {
    return this.#read({ empty: { counts: new Map() }, signal }, async (points, state) => ({
      counts: hasWords(state) ? await wordCounts(points, 'terms', terms) : new Map(),
    }));
  }

  async namesUnder(
    keys: readonly number[],
    limit: number,
    signal?: AbortSignal,
  ): Promise<Answer<{ names: readonly string[] }>> {
    return this.#read({ empty: { names: [] }, signal }, async (points, state) => {
      return { names: hasCurrentPoints(state) ? await namesUnder(points, keys, limit) : [] };
    });
  }

  async outdatedNames(signal?: AbortSignal): Promise<Answer<{ names: OutdatedMentions }>> {
    const fields = [...STATUS_FIELDS, 'outdated_names'];
    return this.#read({ empty: { names: new Map() }, fields, signal }, async (_, { outdated_names }) => ({
      names: new Map(outdated_names ?? []),
    }));
  }

  /** Reads the sequence that is published when the scan begins; rejects with `INDEX_CHANGED` once that is gone. */
  async *scan(signal?: AbortSignal): AsyncGenerator<IndexedDocument> {
    const state = await readState(this.#connection, this.#alias, STATUS_FIELDS, signal);
    if (state === null) return;
    const points = new PublishedPoints(this.#connection, state, signal);
    try {
      const paths = (await points.documentPaths()).sort(byCodePoint);
      for (const some of slices(paths, DOCUMENTS_PER_SCAN_STEP)) {
        const documents = await readIndexedDocuments(points, some);
        // What was read is whole if its sequence may still be read after it.
        const sequenceFields = ['kind', 'layout', 'sequence'];
        const now = await readState(this.#connection, state.generation, sequenceFields, signal);
        if (now === null || now.sequence - state.sequence > READABLE_SEQUENCES) throw indexChanged();
        yield* documents;
      }
    } catch (error) {
      throw hasCode(error, 'QDRANT_NOT_FOUND') ? indexChanged() : error;
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** @param options what to return where there is no index, and the fields of the state to read */
  async #read<T>(
    options: { readonly empty: T; readonly fields?: string[]; readonly signal: AbortSignal | undefined },
    read: (points: PublishedPoints, state: State) => Promise<T>,
  ): Promise<Answer<T>> {
    const { empty, fields = STATUS_FIELDS, signal } = options;
    return this.#rereadIfChanged(signal, async () => {
      const state = await readState(this.#connection, this.#alias, fields, signal);
      if (state === null) return { ...empty, status: EMPTY_STATUS };
      const points = new PublishedPoints(this.#connection, state, signal);
      try {
        return { ...(await read(points, state)), status: statusFromState(state) };
      } catch (error) {
        // The generation has been replaced and deleted.
        throw hasCode(error, 'QDRANT_NOT_FOUND') ? indexChanged() : error;
      }
    });
  }

  #rereadIfChanged<T>(signal: AbortSignal | undefined, read: () => Promise<T>): Promise<T> {
    return retry(read, {
      ...REREADS,
      judge: (error) => (hasCode(error, 'INDEX_CHANGED') ? {} : null),
      delay: this.#delay,
      signal,
    });
  }
}

function indexChanged(): OperationalError {
  return new OperationalError(
    'INDEX_CHANGED',
    'the index was published again while it was being read.',
    'Try again. If it keeps happening, check why the worker publishes so often.',
  );
}

/** The redirect from a path, or else from one that differs by case, the first in the order of their code points. */
function findRedirect(redirects: State['redirects'], path: string) {
  const exact = redirects.find(([former]) => former === path);
  if (exact !== undefined) return exact;
  const wanted = inLowerCase(path);
  return redirects
    .filter(([former]) => inLowerCase(former) === wanted)
    .sort(([a], [b]) => byCodePoint(a, b))
    .at(0);
}
