import type { Chunk } from '../domain/chunk.ts';
import { identifierWords, spaced } from './words.ts';

/** What the lexical side of an index holds of a chunk: plain text for a word tokenizer that folds case. */
export interface LexicalFields {
  readonly title: string;
  readonly headings: string;
  readonly body: string;
  /** Every identifier whole and in parts, so that `NewGraph`, `newgraph` and "new graph" meet. */
  readonly identifiers: string;
}

/** How often a word of a field counts. What a page or section is called counts again when documents are ordered. */
export const FIELD_WEIGHTS = { title: 2, headings: 1, body: 1, identifiers: 1 } as const;

/** @returns the texts to index for a chunk, deterministic */
export function lexicalFields(chunk: Chunk): LexicalFields {
  return {
    title: spaced(chunk.title),
    headings: spaced(headingsOf(chunk).join(' ')),
    body: spaced(chunk.text),
    identifiers: chunk.identifiers.flatMap((name) => [name, ...identifierWords(name)]).join(' '),
  };
}

/** Every heading a chunk stands under or holds, each once. */
export function headingsOf({ breadcrumbs, sections }: Pick<Chunk, 'breadcrumbs' | 'sections'>): string[] {
  return [...new Set([...breadcrumbs, ...sections.flatMap((section) => section.breadcrumbs)])];
}
