import type { Chunk } from '../../src/shared/domain/chunk.ts';
import { EMPTY_STATUS } from '../../src/shared/domain/index-status.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { chunkNames, chunkTerms } from '../../src/shared/lexical/chunk-words.ts';
import { keysOfName } from '../../src/shared/lexical/spelling-keys.ts';

/** The words of an index of these chunks, as its reader gives them. */
export function wordsInMemory(
  chunks: readonly Pick<Chunk, 'title' | 'breadcrumbs' | 'text' | 'identifiers'>[],
): Pick<IndexReader, 'termCounts' | 'namesUnder'> {
  const counted = new Map<string, number>();
  const filed = new Map<number, Set<string>>();
  for (const chunk of chunks) {
    for (const term of chunkTerms(chunk)) counted.set(term, (counted.get(term) ?? 0) + 1);
    for (const name of chunkNames(chunk))
      for (const key of keysOfName(name)) filed.set(key, (filed.get(key) ?? new Set()).add(name));
  }
  return {
    async termCounts(terms) {
      const counts = terms.map((term) => [term, counted.get(term) ?? 0] as const);
      return { counts: new Map(counts.filter(([, count]) => count > 0)), status: EMPTY_STATUS };
    },
    async namesUnder(keys, limit) {
      const names = new Set(keys.flatMap((key) => [...(filed.get(key) ?? [])]));
      return { names: [...names].slice(0, limit), status: EMPTY_STATUS };
    },
  };
}

/** A chunk of these identifiers and this text. */
export function wordsOfChunk(identifiers: readonly string[], text = '') {
  return { title: '', breadcrumbs: [], text, identifiers };
}
