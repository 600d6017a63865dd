import type { IndexReader } from '../../shared/index/index-reader.ts';
import { identifierWords, wordsOf } from '../../shared/lexical/words.ts';
import { withinDeadline } from '../index-access/deadline.ts';
import { readOnce } from '../index-access/snapshots.ts';
import { wordStems } from './passage-stems.ts';

/** The words that occur in an index. */
export interface KnownWords {
  /** The stem of every word of every passage. */
  readonly stems: ReadonlySet<string>;
  /** Go identifiers and their parts, from lower case to how each is written where it occurs first. */
  readonly names: ReadonlyMap<string, string>;
}

/** How long a search waits for a vocabulary that is still being read: it can do without. */
const VOCABULARY_TIMEOUT_MS = 1_500;

/** The words of a snapshot, for spelling correction. Takes a scan of the whole index, so only when first asked for. */
export class Vocabulary {
  readonly #read: () => Promise<KnownWords>;

  constructor(reader: Pick<IndexReader, 'scan'>) {
    this.#read = readOnce(() => scanWords(reader));
  }

  /**
   * A scan that takes too long for one search goes on for the next.
   * @throws OperationalError as the reader does, or `INDEX_TIMEOUT` while the scan is not finished
   */
  read(signal?: AbortSignal): Promise<KnownWords> {
    return withinDeadline(VOCABULARY_TIMEOUT_MS, () => this.#read(), signal);
  }
}

async function scanWords(reader: Pick<IndexReader, 'scan'>): Promise<KnownWords> {
  const stems = new Set<string>();
  const names = new Map<string, string>();
  for await (const { chunks } of reader.scan()) {
    for (const { title, breadcrumbs, text, identifiers } of chunks) {
      for (const stem of wordStems(`${title} ${breadcrumbs.join(' ')} ${text}`)) stems.add(stem);
      for (const identifier of identifiers.flatMap(wordsOf)) {
        for (const name of [identifier, ...identifierWords(identifier)]) {
          const key = name.toLowerCase();
          if (!names.has(key)) names.set(key, name);
          for (const stem of wordStems(name)) stems.add(stem);
        }
      }
    }
  }
  return { stems, names };
}
