import type { Chunk } from '../domain/chunk.ts';
import { identifierWords, wordsOf } from './lexical-terms.ts';
import { isFiled } from './spelling-keys.ts';
import { indexedParts, stemOf } from './words.ts';

/** The part of a chunk that its words come from. */
type ChunkWords = Pick<Chunk, 'title' | 'breadcrumbs' | 'text' | 'identifiers'>;

/** Returns the terms that a chunk contains, each once: the stems of its title, headings, text and identifiers. */
export function chunkTerms({ title, breadcrumbs, text, identifiers }: ChunkWords): Set<string> {
  const words = identifiers.flatMap((identifier) => [identifier, ...identifierWords(identifier)]);
  const parts = new Set(indexedParts([title, ...breadcrumbs, text, ...words].join('\n')));
  return new Set([...parts].map(stemOf));
}

/**
 * Returns the names in a chunk to which mistyped words are corrected, each once: its Go identifiers as written, and their
 * parts in lower case. Of names that differ only by case it returns the first by code point, which is one with capitals.
 */
export function chunkNames({ identifiers }: Pick<Chunk, 'identifiers'>): string[] {
  const names = new Map<string, string>();
  for (const identifier of identifiers.flatMap(wordsOf)) {
    for (const name of [identifier, ...identifierWords(identifier)]) {
      const folded = name.toLowerCase();
      const known = names.get(folded);
      if (known === undefined || name < known) names.set(folded, name);
    }
  }
  return [...names.values()].filter(isFiled);
}
