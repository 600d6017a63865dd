import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { identifierWords, wordsOf } from '../../shared/lexical/words.ts';
import { withinDeadline } from '../index-cache/within-deadline.ts';
import { wordStems } from './passage-stems.ts';

/** What an index knows of words. */
export interface KnownWords {
  /** The stem of every word of every passage. */
  readonly stems: ReadonlySet<string>;
  /** What names something in Go, identifiers whole and in parts: in lower case → as written where it came first. */
  readonly names: ReadonlyMap<string, string>;
}

/** Where a search looks up how a name is spelt. */
export interface Names {
  /**
   * @param status of the published sequence they are wanted for
   * @throws OperationalError as the reader does, or `INDEX_TIMEOUT` while they are still being read
   */
  of(status: IndexStatus, signal?: AbortSignal): Promise<KnownWords>;
}

/** How long a search waits for names that are still being read: without them it answers all the same. */
const PATIENCE_MS = 1_500;

/** Reads an index through, once a publish and not before somebody asks, for all who ask meanwhile. */
export class IndexNames implements Names {
  readonly #reader: Pick<IndexReader, 'scan'>;
  #published = '';
  #known: KnownWords = { stems: new Set(), names: new Map() };
  #reading: Promise<void> | null = null;

  constructor(reader: Pick<IndexReader, 'scan'>) {
    this.#reader = reader;
  }

  async of(status: IndexStatus, signal?: AbortSignal): Promise<KnownWords> {
    const published = `${status.syncedAt} ${status.sequence}`;
    if (this.#published !== published) {
      await withinDeadline(PATIENCE_MS, () => this.#read(published), signal);
    }
    return this.#known;
  }

  /** Goes on when a search that waits for it is over: the next one will want the names too. */
  #read(published: string): Promise<void> {
    this.#reading ??= this.#readThrough()
      .then((known) => {
        this.#known = known;
        this.#published = published;
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  async #readThrough(): Promise<KnownWords> {
    const stems = new Set<string>();
    const names = new Map<string, string>();
    for await (const { chunks } of this.#reader.scan()) {
      for (const { title, breadcrumbs, text, identifiers } of chunks) {
        for (const stem of wordStems(`${title} ${breadcrumbs.join(' ')} ${text}`)) stems.add(stem);
        for (const word of identifiers.flatMap(wordsOf)) {
          for (const name of [word, ...identifierWords(word)]) {
            const known = name.toLowerCase();
            if (!names.has(known)) names.set(known, name);
            for (const stem of wordStems(name)) stems.add(stem);
          }
        }
      }
    }
    return { stems, names };
  }
}
