import { sameVectors } from '../../shared/domain/fingerprint.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Answer, DocumentMatch, IndexQuery, IndexReader } from '../../shared/index/index-reader.ts';
import { type PassageStems, wordStems } from './passage-stems.ts';
import type { QueryVector, QueryVectors } from './query-embedder.ts';
import { askedStems, lexicalWeight } from './query-match.ts';
import { RANKING, type RankingWeights, rankDocuments } from './rank-documents.ts';
import { foundDocument } from './result-document.ts';
import { answersQuery, searchMessage, unknownNames } from './search-message.ts';
import type { SearchModeInfo, SearchOutcome, SearchRequest } from './search-outcome.ts';
import { type Correction, corrected, correctSpelling } from './spelling.ts';
import type { Names } from './vocabulary.ts';

export interface SearchDeps {
  readonly reader: Pick<IndexReader, 'status' | 'search'>;
  readonly passageStems: PassageStems;
  /** Absent: no embedder is configured. */
  readonly queryVectors?: QueryVectors;
  /** Absent: mistyped names are looked for as they are. */
  readonly names?: Names;
  /** Absent: those of the product. Others to compare them with. */
  readonly weights?: RankingWeights;
}

/** Documents looked at, so that ranking has a choice, and how many are asked for changes nothing in their order. */
const CANDIDATES = 30;

/**
 * Answers a query from the published index: hybrid where the query can be embedded like the index,
 * otherwise lexical, and the outcome says which and why. Rejects with what the reader rejects with.
 */
export async function searchDocs(
  deps: SearchDeps,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchOutcome> {
  const { queryVectors, reader } = deps;
  if (queryVectors === undefined) return searchWith({ reason: 'no_embedder' }, deps, request, signal);
  const searchAt = ({ fingerprint }: IndexStatus) =>
    searchWith(queryVectors.vectorFor(request.query, fingerprint, signal), deps, request, signal);
  const status = await reader.status(signal);
  const first = await searchAt(status);
  return sameGeneration(status, first.status) ? first : searchAt(first.status);
}

async function searchWith(
  queryVector: QueryVector | Promise<QueryVector>,
  deps: SearchDeps,
  request: SearchRequest,
  signal: AbortSignal | undefined,
): Promise<SearchOutcome> {
  const { query, maxResults, minScore = 0, pathPrefix } = request;
  const { weights = RANKING, passageStems } = deps;
  const search = (text: string, dense: Pick<IndexQuery, 'vector' | 'lexicalWeight'> = {}) =>
    deps.reader.search(
      {
        text,
        limit: CANDIDATES,
        chunksPerDocument: weights.evidence.length,
        ...dense,
        ...(pathPrefix === undefined ? {} : { pathPrefix }),
      },
      signal,
    );
  const [embedded, asWritten] = await Promise.all([queryVector, search(query)]);
  const corrections = await misspelt(deps, query, asWritten, signal);
  const meant = corrected(query, corrections);
  const byWords = corrections.length === 0 ? asWritten : await search(meant);
  const { matches, status } =
    'vector' in embedded
      ? await search(meant, {
          vector: embedded.vector,
          lexicalWeight: lexicalWeight(meant, byWords.matches, passageStems),
        })
      : byWords;

  const matched = rankDocuments(meant, matches, passageStems, weights);
  const ranked = matched.filter(({ score }) => score >= minScore);
  const stems = askedStems(meant);
  const mode: SearchModeInfo =
    'vector' in embedded ? { mode: 'hybrid' } : { mode: 'lexical', reason: embedded.reason };
  const confident = answersQuery(meant, ranked);
  const message = searchMessage({
    status,
    matched: matched.length,
    found: ranked.length,
    best: matched[0]?.score ?? 0,
    pathPrefix,
    confident,
    corrections,
    unknown: pathPrefix === undefined ? unknownNames(meant, byWords.matches) : [],
  });
  return {
    ...mode,
    status,
    documents: ranked.slice(0, maxResults).map((match) => foundDocument(match, stems)),
    confident,
    ...(message === undefined ? {} : { message }),
  };
}

/** Looks up spelling only where no document found has some word of the query. A help, so never a reason to fail. */
async function misspelt(
  { names, passageStems }: SearchDeps,
  query: string,
  { matches, status }: Answer<{ matches: readonly DocumentMatch[] }>,
  signal: AbortSignal | undefined,
): Promise<Correction[]> {
  if (names === undefined || status.sequence === 0) return [];
  const found = matches.flatMap(({ chunks }) => chunks.map(({ chunk }) => passageStems.of(chunk).text));
  const asked = passageStems.numbersOf(wordStems(query));
  if (asked.every((stem) => found.some((stems) => stems.has(stem)))) return [];
  try {
    return correctSpelling(query, await names.of(status, signal));
  } catch {
    signal?.throwIfAborted();
    return [];
  }
}

function sameGeneration(a: IndexStatus, b: IndexStatus): boolean {
  if (a.fingerprint === null || b.fingerprint === null) return a.fingerprint === b.fingerprint;
  return sameVectors(a.fingerprint, b.fingerprint);
}
