import type { Chunk } from '../domain/chunk.ts';
import { identifierWords, spaced } from './words.ts';

/** The searchable text of a chunk, by field: plain text for a case-folding word tokenizer. */
export interface LexicalFields {
  readonly title: string;
  readonly headings: string;
  readonly body: string;
  /** Every identifier, whole and split into words, so that `NewGraph`, `newgraph` and "new graph" all match. */
  readonly identifiers: string;
}

/** Field weights in BM25. Titles and headings count again later, when documents are ranked. */
export const FIELD_WEIGHTS = { title: 2, headings: 1, body: 1, identifiers: 1 } as const;

/** Returns the texts to index for a chunk. Deterministic. */
export function lexicalFields(chunk: Chunk): LexicalFields {
  return {
    title: spaced(chunk.title),
    headings: spaced(headingsOf(chunk).join(' ')),
    body: spaced(chunk.text),
    identifiers: chunk.identifiers.flatMap((name) => [name, ...identifierWords(name)]).join(' '),
  };
}

/** Returns every heading the chunk is under or contains, without duplicates. */
export function headingsOf({ breadcrumbs, sections }: Pick<Chunk, 'breadcrumbs' | 'sections'>): string[] {
  return [...new Set([...breadcrumbs, ...sections.flatMap((section) => section.breadcrumbs)])];
}
