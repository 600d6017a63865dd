import { sameVectors } from '../../shared/domain/fingerprint.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Answer, DocumentMatch, IndexQuery, IndexReader } from '../../shared/index/index-reader.ts';
import { type PassageStems, wordStems } from './passage-stems.ts';
import type { QueryVector, QueryVectors } from './query-embedder.ts';
import { lexicalWeight, queryStems } from './query-match.ts';
import { RANKING, type RankingWeights, rankDocuments } from './rank-documents.ts';
import { resultDocument } from './result-document.ts';
import {
  isConfident,
  type SearchOutcome,
  type SearchRequest,
  searchMessage,
  unknownNames,
} from './search-outcome.ts';
import { applyCorrections, type Correction, correctSpelling, type Vocabulary } from './vocabulary.ts';

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
  readonly passageStems: PassageStems;
  /** Absent: spelling is not corrected. */
  readonly vocabulary?: Pick<Vocabulary, 'read'>;
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

async function searchWith(
  embedding: QueryVector | Promise<QueryVector>,
  search: Search,
): Promise<SearchOutcome> {
  const { query, maxResults, minScore = 0, pathPrefix } = search.request;
  const { passageStems } = search.snapshot;
  const [embedded, asWritten] = await Promise.all([embedding, findMatches(search, query)]);
  const corrections = await findCorrections(search, asWritten);
  const corrected = applyCorrections(query, corrections);
  const lexical = corrections.length === 0 ? asWritten : await findMatches(search, corrected);
  const { matches, status } =
    'vector' in embedded
      ? await findMatches(search, corrected, {
          vector: embedded.vector,
          lexicalWeight: lexicalWeight(corrected, lexical.matches, passageStems),
        })
      : lexical;

  const ranked = rankDocuments(corrected, matches, passageStems, search.weights);
  const found = ranked.filter(({ score }) => score >= minScore);
  const confident = isConfident(corrected, found);
  const stems = queryStems(corrected);
  const message = searchMessage({
    status,
    pathPrefix,
    matched: ranked.length,
    found: found.length,
    bestScore: ranked[0]?.score ?? 0,
    confident,
    corrections,
    unknownNames: pathPrefix === undefined ? unknownNames(corrected, lexical.matches) : [],
  });
  return {
    ...('vector' in embedded ? { mode: 'hybrid' } : { mode: 'lexical', reason: embedded.reason }),
    status,
    documents: found.slice(0, maxResults).map((match) => resultDocument(match, stems)),
    confident,
    ...(message === undefined ? {} : { message }),
  };
}

/** Documents that are ranked, whatever the number of results: that number does not change their order. */
const CANDIDATES = 30;

function findMatches(
  { reader, weights = RANKING, request: { pathPrefix }, signal }: Search,
  text: string,
  dense: Pick<IndexQuery, 'vector' | 'lexicalWeight'> = {},
): Promise<Matches> {
  const prefix = pathPrefix === undefined ? {} : { pathPrefix };
  const limits = { limit: CANDIDATES, chunksPerDocument: weights.passages.length };
  return reader.search({ text, ...limits, ...dense, ...prefix }, signal);
}

/** Looks spelling up only where a word of the query is in none of the passages found. Never a reason to fail. */
async function findCorrections(
  { request: { query }, snapshot: { vocabulary, passageStems }, signal }: Search,
  { matches, status }: Matches,
): Promise<Correction[]> {
  if (vocabulary === undefined || status.sequence === 0) return [];
  const passages = matches.flatMap(({ chunks }) => chunks.map(({ chunk }) => passageStems.of(chunk).text));
  const stems = passageStems.idsOf(wordStems(query));
  if (stems.every((stem) => passages.some((passage) => passage.has(stem)))) return [];
  try {
    return correctSpelling(query, await vocabulary.read(signal));
  } catch {
    signal?.throwIfAborted();
    return [];
  }
}
