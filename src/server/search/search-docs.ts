import { type IndexStatus, sameVectors } from '../../shared/domain/index-status.ts';
import { sourceOf } from '../../shared/domain/source.ts';
import type { Answer, DocumentMatch, IndexQuery, IndexReader } from '../../shared/index/index-reader.ts';
import type { Catalog } from '../documents/catalog.ts';
import { indexLanguages, type TranslationsByPath } from '../documents/languages.ts';
import { sourceNameOf } from '../documents/source-names.ts';
import { nextTurn } from '../index-access/turns.ts';
import { MAX_STEMS } from './markdown-units.ts';
import type { QueryVector, QueryVectors } from './query-embedder.ts';
import { chooseLanguages } from './query-language.ts';
import { queryStems } from './query-match.ts';
import { RANKING, type RankingWeights, rankDocuments } from './rank-documents.ts';
import { resultDocument } from './result-document.ts';
import {
  codeNames,
  isConfident,
  type SearchModeInfo,
  type SearchOutcome,
  type SearchRequest,
  searchMessage,
  unknownNames,
} from './search-outcome.ts';
import { applyCorrections, type Correction, findCorrections, type KnownWords } from './vocabulary.ts';

export interface SearchDeps {
  readonly reader: Pick<IndexReader, 'search'>;
  /** Absent: no embedder is configured. */
  readonly queryVectors?: QueryVectors;
  /** Absent: those of the product; the evaluation compares others with them. */
  readonly weights?: RankingWeights;
}

/** What a search needs of the snapshot it begins with. */
export interface SearchSnapshot {
  readonly status: IndexStatus;
  /** Absent: spelling is not corrected. */
  readonly vocabulary?: KnownWords;
  /** Absent: translations are not known. */
  readonly catalog?: Pick<Catalog, 'translations'>;
}

/**
 * Answers a query from the published index: hybrid where the query can be embedded like the index, otherwise lexical,
 * and the outcome says which and why. Rejects as the reader does.
 * @param signal of the request, with its deadline
 */
export async function searchDocs(
  deps: SearchDeps,
  request: SearchRequest,
  snapshot: SearchSnapshot,
  signal?: AbortSignal,
): Promise<SearchOutcome> {
  const search = { ...deps, request, snapshot, signal };
  const { queryVectors } = deps;
  if (queryVectors === undefined) return searchWith({ reason: 'no_embedder' }, search);
  const searchAt = ({ fingerprint }: IndexStatus) =>
    searchWith(queryVectors.vectorFor(request.query, fingerprint, signal), search);
  const outcome = await searchAt(snapshot.status);
  return sameModel(snapshot.status, outcome.status) ? outcome : searchAt(outcome.status);
}

/** Whether a vector made for one state of the index can be compared with the vectors of the other. */
function sameModel({ fingerprint: a }: IndexStatus, { fingerprint: b }: IndexStatus): boolean {
  return a === null || b === null ? a === b : sameVectors(a, b);
}

/** One search with all that its steps need. */
interface Search extends SearchDeps {
  readonly request: SearchRequest;
  readonly snapshot: SearchSnapshot;
  readonly signal: AbortSignal | undefined;
}

type Matches = Answer<{ matches: readonly DocumentMatch[] }>;

async function searchWith(embedding: Embedding, search: Search): Promise<SearchOutcome> {
  const { query, maxResults, pathPrefix, exceptFolders, language } = search.request;
  await nextTurn();
  const { first, rest } = chooseLanguages(query, language, indexLanguages(search.snapshot.status));
  const own = await searchIn(first, embedding, search);
  const others = rest === undefined || own.confident ? null : await searchIn(rest, embedding, search);
  const onlyOthersAnswer = others?.confident === true;
  const prefersOthers = language === undefined && (onlyOthersAnswer || own.ranked.length === 0);
  const shown = prefersOthers && others !== null && others.ranked.length > 0 ? others : own;
  const { ranked, corrected, corrections, confident, status } = shown;

  const translations = await translationsOf(search);
  const documents = withoutTranslations(ranked, translations).slice(0, maxResults);
  const isWhole = pathPrefix === undefined && exceptFolders === undefined;
  const names = isWhole ? unknownNames(corrected, shown.lexical) : [];
  const namesElsewhere = await namesIn(rest, names, search);
  const message = searchMessage({
    status,
    pathPrefix,
    language,
    answeredBy: onlyOthersAnswer ? others.ranked.slice(0, maxResults).map(({ document }) => document) : [],
    matched: ranked.length,
    confident,
    corrections,
    unknownNames: names.filter((name) => !namesElsewhere.includes(name)),
    namesElsewhere,
  });
  await nextTurn();
  const stems = [...new Set(queryStems(corrected))].slice(0, MAX_STEMS);
  return {
    ...shown.mode,
    status,
    documents: documents.map((match, rank) => ({
      ...resultDocument(match, stems, rank),
      source: sourceNameOf(status, match.document.path),
      version: sourceOf(status.sources, match.document.path)?.version,
      translations: translations.get(match.document.path) ?? [],
    })),
    confident,
    ...(message === undefined ? {} : { message }),
  };
}

type Embedding = QueryVector | Promise<QueryVector>;
type Languages = IndexQuery['languages'];

/** What documents in some languages have for a query. */
interface Ranking {
  readonly mode: SearchModeInfo;
  readonly status: IndexStatus;
  /** The query as it was searched for. */
  readonly corrected: string;
  readonly corrections: readonly Correction[];
  /** Where the query has names in code, what the lexical search found. */
  readonly lexical: readonly DocumentMatch[];
  readonly ranked: readonly DocumentMatch[];
  readonly confident: boolean;
}

async function searchIn(languages: Languages, embedding: Embedding, search: Search): Promise<Ranking> {
  const { query } = search.request;
  const { vocabulary } = search.snapshot;
  // Where all words have been looked up before, nothing needs to be searched for to find the mistyped ones.
  const inAdvance = vocabulary?.known(query) ?? null;
  const first = applyCorrections(query, inAdvance ?? []);
  const embedded = await embedding;
  const by = embedded.vector === undefined ? { languages } : { languages, vector: embedded.vector };
  const found = await findMatches(search, first, by);
  const corrections = inAdvance ?? (await findCorrections(search, found));
  const corrected = applyCorrections(query, corrections);
  const { matches, status } = corrected === first ? found : await findMatches(search, corrected, by);
  const needsLexical = embedded.vector !== undefined && codeNames(corrected).length > 0;
  const lexical = needsLexical ? (await findMatches(search, corrected, { languages })).matches : matches;
  await nextTurn();
  const ranked = rankDocuments(corrected, matches, search.weights);
  const mode = modeOf(embedded);
  return {
    mode,
    status,
    corrected,
    corrections,
    lexical,
    ranked,
    confident: isConfident(corrected, ranked, confidenceIn({ mode, status })),
  };
}

/** What tells how high the scores of an answer are. */
function confidenceIn({ mode: { mode }, status: { chunks } }: Pick<Ranking, 'mode' | 'status'>) {
  return { mode, chunks };
}

function modeOf({ vector, reason }: QueryVector): SearchModeInfo {
  return { mode: vector === undefined ? 'lexical' : 'hybrid', ...(reason === undefined ? {} : { reason }) };
}

/** Those of the names that documents in some languages have. */
async function namesIn(languages: Languages, names: readonly string[], search: Search): Promise<string[]> {
  if (languages === undefined || names.length === 0) return [];
  const text = names.join(' ');
  const { matches } = await findMatches(search, text, { languages });
  const unknown = unknownNames(text, matches);
  return names.filter((name) => !unknown.includes(name));
}

/** Never a reason to fail. */
async function translationsOf({
  snapshot: { catalog, status },
  signal,
}: Search): Promise<TranslationsByPath> {
  if (catalog === undefined || indexLanguages(status).length < 2) return new Map();
  try {
    return await catalog.translations();
  } catch {
    signal?.throwIfAborted();
    return new Map();
  }
}

/** Leaves out documents of which a better one is a translation. */
function withoutTranslations(
  ranked: readonly DocumentMatch[],
  translations: TranslationsByPath,
): readonly DocumentMatch[] {
  const repeated = new Set<string>();
  return ranked.filter(({ document }) => {
    if (repeated.has(document.path)) return false;
    for (const { path } of translations.get(document.path) ?? []) repeated.add(path);
    return true;
  });
}

/** Documents that are ranked, whatever the number of results: that number does not change their order. */
const CANDIDATES = 30;

function findMatches(
  { reader, weights = RANKING, request: { pathPrefix, exceptFolders }, signal }: Search,
  text: string,
  { languages, ...dense }: { readonly languages: Languages } & Pick<IndexQuery, 'vector'>,
): Promise<Matches> {
  const part = {
    ...(pathPrefix === undefined ? {} : { pathPrefix }),
    ...(exceptFolders === undefined ? {} : { exceptFolders }),
  };
  const among = languages === undefined ? {} : { languages };
  const limits = { limit: CANDIDATES, chunksPerDocument: weights.passages.length };
  return reader.search({ text, ...limits, ...dense, ...part, ...among }, signal);
}
