import type { Chunk } from '../../shared/domain/chunk.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { keysOfName } from '../../shared/lexical/spelling-keys.ts';
import { slices } from '../../shared/slices.ts';
import { WordChanges } from '../index/after-publish.ts';

/** Terms or names that are asked for at once. */
const WORDS_PER_READ = 500;
/** Names read at once: more than any honest index files under one key of each of so many names. */
const MAX_NAMES = 100_000;

/** Compares the words that an index publishes for look-ups with those of its chunks. */
export class WordCheck {
  readonly #expected = new WordChanges();

  add(chunk: Chunk): void {
    this.#expected.add(chunk);
  }

  /**
   * Returns the terms that the index counts otherwise than its chunks have them, and the names that it does not find, sorted.
   * An index of an earlier version, which publishes no words, has no differences.
   */
  async differences(reader: Pick<IndexReader, 'termCounts' | 'namesUnder'>, signal: AbortSignal) {
    const { terms, names } = this.#expected;
    const wrong = new Set<string>();
    let known = 0;
    for (const some of slices([...terms.keys()], WORDS_PER_READ)) {
      const { counts } = await reader.termCounts(some, signal);
      known += counts.size;
      for (const term of some) if (counts.get(term) !== terms.get(term)) wrong.add(term);
    }
    if (known === 0) return [];
    for (const some of slices([...names.keys()], WORDS_PER_READ)) {
      const keys = new Set(some.flatMap((name) => keysOfName(name).slice(0, 1)));
      const found = new Set((await reader.namesUnder([...keys], MAX_NAMES, signal)).names);
      for (const name of some) if (!found.has(name)) wrong.add(name);
    }
    return [...wrong].sort();
  }
}
