import type { Chunk } from '../../shared/domain/chunk.ts';
import { chunkNames, chunkTerms } from '../../shared/lexical/chunk-words.ts';

/**
 * What a publish changes in the number of chunks that contain each term and each name: counted from the chunks that it adds
 * and removes, so that it costs what they cost, and a word disappears with its last chunk.
 */
export class WordChanges {
  /** Term → chunks added minus chunks removed; never 0. */
  readonly terms = new Map<string, number>();
  /** The same of names. */
  readonly names = new Map<string, number>();

  add(chunk: Chunk): void {
    this.#count(chunk, 1);
  }

  remove(chunk: Chunk): void {
    this.#count(chunk, -1);
  }

  #count(chunk: Chunk, by: 1 | -1): void {
    for (const term of chunkTerms(chunk)) change(this.terms, term, by);
    for (const name of chunkNames(chunk)) change(this.names, name, by);
  }
}

function change(counts: Map<string, number>, word: string, by: number): void {
  const count = (counts.get(word) ?? 0) + by;
  if (count === 0) counts.delete(word);
  else counts.set(word, count);
}
