import type { Chunk } from '../domain/chunk.ts';
import { isStopWord, spaced, spacedForIndex } from './words.ts';

const WORD = /[\p{L}\p{N}_]+/gu;

/** Returns the words of a text as written: letters, digits and `_`; Chinese and Japanese as `spaced` separates them. */
export function wordsOf(text: string): string[] {
  return spaced(text).match(WORD) ?? [];
}

/** Word boundaries in a Go identifier: lower to upper case, the last capital of a run, letters to digits and back. */
const WORD_BOUNDARY =
  /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})|[_\-./]+/u;

/** Splits an identifier into lower-case words: `WithGenLocalState` → `with`, `gen`, `local`, `state`. */
export function identifierWords(identifier: string): string[] {
  return identifier
    .split(WORD_BOUNDARY)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

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
    title: spacedForIndex(chunk.title),
    headings: spacedForIndex(headingsOf(chunk).join(' ')),
    body: spacedForIndex(chunk.text),
    identifiers: chunk.identifiers.flatMap((name) => [name, ...identifierWords(name)]).join(' '),
  };
}

/** Returns every heading the chunk is under or contains, without duplicates. */
export function headingsOf({ breadcrumbs, sections }: Pick<Chunk, 'breadcrumbs' | 'sections'>): string[] {
  return [...new Set([...breadcrumbs, ...sections.flatMap((section) => section.breadcrumbs)])];
}

/** Terms after the 48th are ignored: no sensible query has as many. */
const MAX_TERMS = 48;
/** Removed from terms: lowercasing `İ` adds a combining dot, which SQLite's tokenizer drops. */
const COMBINING_MARK = /\p{M}/gu;
/** Longer queries are cut before anything else is done with them. */
const MAX_CHARACTERS = 4_000;

/**
 * Returns the terms to search for, from untrusted input of any length: lower case, only letters, digits and `_`,
 * without duplicates, in order of appearance, at most 48. Identifiers are included whole and in parts. Stop words are
 * dropped unless the query consists of nothing else, and single Chinese characters if it has three other terms. A text
 * without words yields no terms.
 */
export function queryTerms(text: string): string[] {
  const words = wordsOf(text.slice(0, MAX_CHARACTERS));
  const lowerCase = words.flatMap((word) => [word.toLowerCase(), ...identifierWords(word)]);
  const terms = [...new Set(lowerCase.map((word) => word.replace(COMBINING_MARK, '')))];
  const contentTerms = withoutSingles(terms.filter((term) => !isStopWord(term)));
  return (contentTerms.length > 0 ? contentTerms : terms).slice(0, MAX_TERMS);
}

const HAN_CHARACTER = /^\p{Script=Han}$/u;
/** Of so many longer terms, each says more than a character can. */
const ENOUGH_TERMS = 3;

/**
 * Leaves out single Chinese characters where there are enough other terms: `写`, `跑` or `步` is in many words and says
 * little, but where a query has hardly anything else, `图` may be what it is about.
 */
function withoutSingles(terms: readonly string[]): readonly string[] {
  const longer = terms.filter((term) => !HAN_CHARACTER.test(term));
  return longer.length < ENOUGH_TERMS ? terms : longer;
}
