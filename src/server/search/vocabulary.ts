import type { IndexReader } from '../../shared/index/index-reader.ts';
import { identifierWords, wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { wordStems } from '../../shared/lexical/stems.ts';
import { withinDeadline } from '../index-access/deadline.ts';
import { pauses } from '../index-access/pauses.ts';
import { readOnce } from '../index-access/snapshots.ts';
import { SpellingIndex, workOfOneQuery } from './spelling-index.ts';

/** The words that occur in an index. */
export interface KnownWords {
  /** The stem of every word of every passage. */
  readonly stems: ReadonlySet<string>;
  /** Go identifiers and their parts, each as it is written where it occurs first. */
  readonly names: SpellingIndex;
}

/** How long a search waits for a vocabulary that is still being read: it can do without. */
const VOCABULARY_TIMEOUT_MS = 1_500;

/** The words of a snapshot, for spelling correction. Takes a scan of the whole index, so only when first asked for. */
export class Vocabulary {
  readonly #read: () => Promise<KnownWords>;
  #known: KnownWords | null = null;

  constructor(reader: Pick<IndexReader, 'scan'>) {
    this.#read = readOnce(async () => {
      this.#known = await scanWords(reader);
      return this.#known;
    });
  }

  /** The words if they have been read, without reading them. */
  get known(): KnownWords | null {
    return this.#known;
  }

  /**
   * A scan that takes too long for one search goes on for the next.
   * @throws OperationalError as the reader does, or `INDEX_TIMEOUT` while the scan is not finished
   */
  read(signal?: AbortSignal): Promise<KnownWords> {
    return withinDeadline(VOCABULARY_TIMEOUT_MS, () => this.#read(), signal);
  }
}

/** Lets requests have their turn after every few passages, of which the scan has as many as the index. */
async function scanWords(reader: Pick<IndexReader, 'scan'>): Promise<KnownWords> {
  const stems = new Set<string>();
  const names = new SpellingIndex();
  const pause = pauses();
  for await (const { chunks } of reader.scan()) {
    for (const { title, breadcrumbs, text, identifiers } of chunks) {
      for (const stem of wordStems(`${title} ${breadcrumbs.join(' ')} ${text}`)) stems.add(stem);
      for (const identifier of identifiers.flatMap(wordsOf)) {
        for (const name of [identifier, ...identifierWords(identifier)]) {
          names.add(name);
          for (const stem of wordStems(name)) stems.add(stem);
        }
      }
      await pause();
    }
  }
  return { stems, names };
}

/** A word of a query that the docs do not have, and the name that is searched for instead. */
export interface Correction {
  readonly word: string;
  readonly name: string;
}

/** As many as are searched for. */
const MAX_WORDS = 48;

/** The words of a query whose spelling is checked: those at its beginning. */
export function checkedWords(query: string): string[] {
  return wordsOf(query).slice(0, MAX_WORDS);
}

/**
 * Finds the mistyped names in a query: words of which a part is unknown, and which a known name is close to. Looks at as
 * much of the names as `workOfOneQuery` allows, whatever the query.
 */
export function correctSpelling(query: string, { stems, names }: KnownWords): Correction[] {
  const unknown = new Set(
    checkedWords(query).filter((word) => !wordStems(word).every((stem) => stems.has(stem))),
  );
  const work = workOfOneQuery();
  return [...unknown].flatMap((word) => {
    const name = names.nearest(word, work);
    return name === null ? [] : [{ word, name }];
  });
}

export function applyCorrections(query: string, corrections: readonly Correction[]): string {
  return corrections.reduce((text, { word, name }) => text.replaceAll(word, name), query);
}
