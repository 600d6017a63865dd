import { LRUCache } from 'lru-cache';
import type { DocumentEntry } from '../../shared/domain/document.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { inverseDocumentFrequency, lexicalScore } from '../../shared/index/ranking.ts';
import { wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { hasChinese, isStopWord } from '../../shared/lexical/words.ts';
import { oneLine } from '../answer/answer-text.ts';
import { languageName, languageNames, type Translation } from '../documents/languages.ts';
import type { Correction } from './vocabulary.ts';

export interface SearchRequest {
  /** The query as the client sent it. */
  readonly query: string;
  /** 1 to 20. */
  readonly maxResults: number;
  readonly pathPrefix?: string;
  /** Folders whose documents are left out, each with a slash at its end. */
  readonly exceptFolders?: readonly string[];
  /** A language range, as `chooseLanguages` takes it; absent: the query's own script decides. */
  readonly language?: string;
}

export interface FoundSection {
  readonly heading: string;
  readonly breadcrumbs: readonly string[];
  readonly url: string;
  /** What it declares, where it is of a Go file: `func New`. */
  readonly declares?: string;
  /** That is deprecated. */
  readonly deprecated?: true;
  /** The passage as readable Markdown; consecutive chunks are merged. */
  readonly snippet: string;
  readonly score: number;
}

export interface FoundDocument {
  readonly path: string;
  readonly title: string;
  readonly url: string;
  /** 0 to 1, best first. */
  readonly score: number;
  readonly summary: string;
  readonly entities: readonly string[];
  readonly updatedAt: string | null;
  /** Label of the source it comes from. */
  readonly source: string;
  /** The indexed release of that source, if it follows releases. */
  readonly version: string | undefined;
  readonly language: string;
  /** The same document in other languages. */
  readonly translations: readonly Translation[];
  readonly sections: readonly FoundSection[];
}

export type SearchMode = 'hybrid' | 'lexical';

/** Why a search is lexical; docs/operations.md says what to do about each. */
export type LexicalReason =
  | 'no_embedder'
  | 'embedder_failing'
  | 'fingerprint_mismatch'
  | 'index_without_vectors'
  | 'no_known_words';

/** Where the vectors of a hybrid search come from, if not from an embedding model: the table of word vectors. */
export type HybridReason = 'words';

/** How the server searches now, or searched for one request. */
export interface SearchModeInfo {
  readonly mode: SearchMode;
  /** Absent when the search is hybrid with an embedding model. */
  readonly reason?: LexicalReason | HybridReason;
}

export interface SearchOutcome extends SearchModeInfo {
  readonly status: IndexStatus;
  readonly documents: readonly FoundDocument[];
  /** False when the documents are only the nearest there are, and unlikely to answer the query. */
  readonly confident: boolean;
  /** Sentences for the model: nothing close, a corrected name, an empty index. */
  readonly message?: string;
}

/** Outcomes kept: at most about 5 MB of text. */
const CAPACITY = 128;

/** The latest searches of a snapshot: agents ask the same things again, and page through an outcome. */
export class OutcomeCache {
  readonly #outcomes = new LRUCache<string, SearchOutcome>({ max: CAPACITY });

  /**
   * @param status of the snapshot, as the request knows it
   * @returns the outcome of the same request, with that status
   */
  find(request: SearchRequest, status: IndexStatus): SearchOutcome | null {
    const outcome = this.#outcomes.get(keyOf(request));
    return outcome === undefined ? null : { ...outcome, status };
  }

  /** Keeps an outcome, unless the next attempt may do better because the embedder failed. */
  keep(request: SearchRequest, outcome: SearchOutcome): void {
    if (outcome.reason !== 'embedder_failing') this.#outcomes.set(keyOf(request), outcome);
  }
}

function keyOf({ query, maxResults, pathPrefix, exceptFolders, language }: SearchRequest): string {
  return JSON.stringify([query, maxResults, pathPrefix, exceptFolders, language]);
}

/** What a message may have to explain about a search. */
export interface ExplainedSearch {
  readonly status: IndexStatus;
  readonly pathPrefix: string | undefined;
  /** The language asked for. */
  readonly language: string | undefined;
  /** Documents in other languages that answer the query while those of its own do not. */
  readonly answeredBy: readonly Pick<DocumentEntry, 'language'>[];
  /** How many documents matched. */
  readonly matched: number;
  readonly confident: boolean;
  readonly corrections: readonly Correction[];
  /** Names of the query that the docs do not have; empty where only a part of the docs was searched. */
  readonly unknownNames: readonly string[];
  /** Names of the query that only documents in other languages have. */
  readonly namesElsewhere: readonly string[];
}

/** Sentences for a model or a person beside the results; undefined where the results need no explanation. */
export function searchMessage(search: ExplainedSearch): string | undefined {
  if (search.status.sequence === 0) return 'The index is empty: no sync has published yet.';
  const sentences = search.corrections.map(
    ({ word, name }) =>
      `The documentation does not contain ${quoted(word)}; searched for ${quoted(name)} instead.`,
  );
  if (search.matched === 0) {
    const below = search.pathPrefix === undefined ? '' : ` below ${quoted(search.pathPrefix)}`;
    const where =
      search.language === undefined ? below || ' in the documentation' : `${below}${inLanguage(search)}`;
    sentences.push(
      `Nothing${where} matches this query; use the language and the terms of the documentation.`,
    );
  } else if (search.confident) {
    for (const name of search.unknownNames) {
      sentences.push(`The documentation has no name ${quoted(name)}; the results match at most parts of it.`);
    }
    for (const name of search.namesElsewhere) {
      sentences.push(`Only documents in other languages have the name ${quoted(name)}.`);
    }
  } else {
    sentences.push(
      `Nothing${inLanguage(search) || ' in the documentation'} is close to this query; the results are the nearest and may not answer it.`,
    );
  }
  if (search.answeredBy.length > 0) {
    const advice = search.language === undefined ? '' : '; search without language to see them';
    sentences.push(`Only documents in ${languageNames(search.answeredBy)} answer this query${advice}.`);
  }
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** What the client or a document wrote, as a part of a sentence. */
function quoted(text: string): string {
  return JSON.stringify(oneLine(text));
}

function inLanguage({ language }: Pick<ExplainedSearch, 'language'>): string {
  if (language === undefined) return '';
  const name = languageName(language);
  return ` in ${name === language ? quoted(name) : name}`;
}

/**
 * Score of a document that separated answers from guesses best in the evaluation, as a share of what a passage scores that
 * has `RARE_WORDS` words of the query which no other passage has. Vectors make the scores of documents differ less.
 */
const CONFIDENT_SHARE = {
  lexical: { chinese: 0.455, other: 0.52 },
  hybrid: { chinese: 0.42, other: 0.47 },
};
const RARE_WORDS = 1.66;
/** How many of the leading documents count. */
const LEADING = 3;

/**
 * Whether the results are likely to answer the query, because the score of one of the leading documents is high for an
 * index of this size: the scores of BM25 grow with the number of passages. A query of stop words only is never confident,
 * although every document matches it.
 * @param chunks of the whole index
 */
export function isConfident(
  query: string,
  ranked: readonly Pick<DocumentMatch, 'score'>[],
  { chunks, mode }: { readonly chunks: number; readonly mode: SearchMode },
): boolean {
  if (wordsOf(query).every((word) => isStopWord(word.toLowerCase()))) return false;
  const share = CONFIDENT_SHARE[mode][hasChinese(query) ? 'chinese' : 'other'];
  const enough = share * lexicalScore(RARE_WORDS * inverseDocumentFrequency(chunks, 1));
  return ranked.slice(0, LEADING).some(({ score }) => score >= enough);
}

/** A word that can only be a name in code: a capital after a small letter, or a `_` within. */
const NAME = /[a-z0-9][A-Z]|[^_]_[^_]/;
/** With more names at once, passages that have one of them may not be found: from eight on some were not. */
const MAX_NAMES = 5;

/** The names in code that a query has, each once; none where it has many. */
export function codeNames(query: string): string[] {
  const names = [...new Set(wordsOf(query).filter((word) => NAME.test(word)))];
  return names.length > MAX_NAMES ? [] : names;
}

/**
 * The names in a query that the docs do not have, though they may have parts of them: models invent names, and would
 * take results about the parts for a confirmation. Empty where the query has many names.
 * @param matches of the lexical search, which finds every passage with one of the names
 */
export function unknownNames(query: string, matches: readonly DocumentMatch[]): string[] {
  const names = codeNames(query);
  if (names.length === 0) return [];
  // Most names are in the first passages, so the words of the others are not needed.
  const texts = matches.flatMap(({ document, chunks }) =>
    chunks.map(({ chunk }) => {
      let text: string | undefined;
      return () => {
        text ??= [document.title, ...chunk.breadcrumbs, ...chunk.identifiers, chunk.text]
          .join('\n')
          .toLowerCase();
        return text;
      };
    }),
  );
  return names.filter((name) => {
    const singular = name.toLowerCase().replace(/s$/, '');
    return !texts.some((text) => text().includes(singular));
  });
}
