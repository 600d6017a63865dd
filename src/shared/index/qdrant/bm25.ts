import type { Schemas } from '@qdrant/js-client-rest';
import type { Chunk } from '../../domain/chunk.ts';
import { FIELD_WEIGHTS, lexicalFields } from '../../lexical/lexical-fields.ts';
import { queryTerms } from '../../lexical/query-terms.ts';

type Document = Schemas['Document'];

/**
 * Qdrant computes the vector, of documents and of questions alike, so both must be told the same. The words without
 * meaning are dropped from questions by us, and only there, as for every index. A chunk of the EINO documentation has
 * 235 words on average, repetitions included.
 */
const OPTIONS = {
  language: 'english',
  tokenizer: 'word',
  stopwords: { languages: [], custom: [] },
  avg_len: 235,
} as const;

/** What Qdrant makes a chunk's sparse vector of. */
export function chunkDocument(chunk: Chunk): Document {
  const fields = lexicalFields(chunk);
  const names = Object.keys(FIELD_WEIGHTS) as (keyof typeof FIELD_WEIGHTS)[];
  // BM25 in Qdrant knows one text, so a field that counts more is repeated.
  return bm25(names.map((name) => `${fields[name]}\n`.repeat(FIELD_WEIGHTS[name])).join(''));
}

/** What Qdrant makes a question's sparse vector of; null where it has no word. */
export function questionDocument(question: string): Document | null {
  const terms = queryTerms(question);
  return terms.length === 0 ? null : bm25(terms.join(' '));
}

function bm25(text: string): Document {
  return { text, model: 'qdrant/bm25', options: OPTIONS };
}
