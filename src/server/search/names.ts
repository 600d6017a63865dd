import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { identifierWords } from '../../shared/lexical/identifiers.ts';
import { wordsOf } from '../../shared/lexical/words.ts';
import { wordStems } from './word-stems.ts';

/** What an index knows of words. */
export interface KnownWords {
  /** The stem of every word of every passage. */
  readonly stems: ReadonlySet<string>;
  /** What names something in Go, in lower case: identifiers whole and in parts. */
  readonly names: ReadonlySet<string>;
}

/** Where a search looks up how a name is spelt. */
export interface Names {
  /** @param status of the published sequence they are wanted for */
  of(status: IndexStatus, signal?: AbortSignal): Promise<KnownWords>;
}

/** Reads an index through, once a publish and not before somebody asks. */
export class IndexNames implements Names {
  readonly #reader: Pick<IndexReader, 'scan'>;
  #published = '';
  #known: KnownWords = { stems: new Set(), names: new Set() };

  constructor(reader: Pick<IndexReader, 'scan'>) {
    this.#reader = reader;
  }

  async of(status: IndexStatus, signal?: AbortSignal): Promise<KnownWords> {
    const published = `${status.syncedAt} ${status.sequence}`;
    if (this.#published !== published) {
      this.#known = await this.#read(signal);
      this.#published = published;
    }
    return this.#known;
  }

  async #read(signal: AbortSignal | undefined): Promise<KnownWords> {
    const stems = new Set<string>();
    const names = new Set<string>();
    for await (const { chunks } of this.#reader.scan(signal)) {
      for (const { title, breadcrumbs, text, identifiers } of chunks) {
        for (const stem of wordStems(`${title} ${breadcrumbs.join(' ')} ${text}`)) stems.add(stem);
        for (const word of identifiers.flatMap(wordsOf)) {
          for (const name of [word.toLowerCase(), ...identifierWords(word)]) {
            names.add(name);
            for (const stem of wordStems(name)) stems.add(stem);
          }
        }
      }
    }
    return { stems, names };
  }
}
