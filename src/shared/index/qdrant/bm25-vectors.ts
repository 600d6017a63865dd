import type { Schemas } from '@qdrant/js-client-rest';
import { stemmer } from 'stemmer';
import type { Chunk } from '../../domain/chunk.ts';
import { FIELD_WEIGHTS, lexicalFields, queryTerms } from '../../lexical/lexical-terms.ts';
import { inverseDocumentFrequency } from '../ranking.ts';
import { wordHash } from './word-hash.ts';

/** The terms of a chunk as BM25 counts them. */
export interface Bm25Terms {
  /** Term → how often the chunk has it, each occurrence counted with the weight of its field. */
  readonly frequencies: ReadonlyMap<string, number>;
  /** Number of all occurrences, without weights. */
  readonly length: number;
}

/** Returns the terms in all fields of a chunk: those that the tokenizer `porter unicode61` of the index in SQLite makes. */
export function bm25TermsOf(chunk: Chunk): Bm25Terms {
  const fields = lexicalFields(chunk);
  const frequencies = new Map<string, number>();
  let length = 0;
  for (const name of Object.keys(FIELD_WEIGHTS) as (keyof typeof FIELD_WEIGHTS)[]) {
    for (const term of bm25TermsIn(fields[name])) {
      frequencies.set(term, (frequencies.get(term) ?? 0) + FIELD_WEIGHTS[name]);
      length++;
    }
  }
  return { frequencies, length };
}

/** The parameters of SQLite's bm25(), https://www.sqlite.org/fts5.html#the_bm25_function */
const K1 = 1.2;
const B = 0.75;
/**
 * The average length of a chunk of the EINO documentation. A constant, because the vectors of all chunks depend on it:
 * the average of an index changes with every publish.
 */
const AVERAGE_LENGTH = 235;

/** Returns the vector of a chunk: of each term, the factor of its BM25 score that depends on the chunk alone. */
export function chunkBm25Vector({ frequencies, length }: Bm25Terms): Schemas['SparseVector'] {
  const saturation = K1 * (1 - B + (B * length) / AVERAGE_LENGTH);
  const values = new Map<number, number>();
  for (const [term, frequency] of frequencies) {
    const score = (frequency * (K1 + 1)) / (frequency + saturation);
    // Terms with the same hash, of which a large index has one or two, count as one.
    const hash = wordHash(term);
    values.set(hash, Math.max(values.get(hash) ?? 0, rounded(score)));
  }
  return { indices: [...values.keys()], values: [...values.values()] };
}

/** Five digits are exact enough to rank by, and half of the bytes of a request. */
function rounded(score: number): number {
  return Math.round(score * 1e4) / 1e4;
}

/** Returns the terms that a query searches for; a term that several of its words have occurs as often. */
export function queryBm25Terms(query: string): string[] {
  // A term with `_` is one for SQLite and several here. Its parts are terms of the query, too.
  return queryTerms(query).flatMap((term) => (term.includes('_') ? [] : bm25TermsIn(term)));
}

/**
 * Returns the vector of a query: of each term, the factor of its BM25 score that depends on the whole index.
 * @param counts term → how many chunks contain it
 * @param total number of all chunks
 * @returns null if no chunk contains any of the terms
 */
export function queryBm25Vector(
  terms: readonly string[],
  counts: ReadonlyMap<string, number>,
  total: number,
): Schemas['SparseVector'] | null {
  const weights = new Map<number, number>();
  for (const term of terms) {
    const count = counts.get(term) ?? 0;
    if (count === 0) continue;
    const hash = wordHash(term);
    weights.set(hash, (weights.get(hash) ?? 0) + inverseDocumentFrequency(total, count));
  }
  return weights.size === 0 ? null : { indices: [...weights.keys()], values: [...weights.values()] };
}

/** A longer word is cut: the expression would need a deep stack for a word of megabytes. */
const TERM = /[\p{L}\p{N}\p{Co}]{1,1000}/gu;
const DIACRITIC = /[\u0300-\u036f]/g;
const NOT_ASCII = /[^\0-\x7f]/;

function bm25TermsIn(text: string): string[] {
  const folded = NOT_ASCII.test(text) ? text.normalize('NFD').replace(DIACRITIC, '').normalize('NFC') : text;
  return (folded.toLowerCase().match(TERM) ?? []).map(stemOfWord);
}

/** Other words are not stemmed, as by SQLite. */
const STEMMED = /^[a-z0-9]{3,64}$/;
/** The words of a corpus repeat, and looking a stem up takes a twentieth of making it. */
const MAX_STEMS = 50_000;
const stems = new Map<string, string>();

function stemOfWord(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const stem = STEMMED.test(word) ? stemmer(word) : word;
  if (stems.size >= MAX_STEMS) stems.clear();
  stems.set(word, stem);
  return stem;
}
