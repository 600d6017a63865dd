import { sameVectors } from '../../shared/domain/fingerprint.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import { answersQuestion } from './confidence.ts';
import { foundDocument } from './found-document.ts';
import type { QueryVectors } from './query-vectors.ts';
import { rankDocuments } from './rank-documents.ts';
import type { SearchModeInfo, SearchOutcome, SearchRequest } from './search-outcome.ts';

export interface SearchDeps {
  readonly reader: Pick<IndexReader, 'status' | 'search'>;
  /** Absent: no embedder is configured. */
  readonly queryVectors?: QueryVectors;
}

/** Documents looked at beyond those asked for, so that demoting some leaves enough. */
const SPARE_DOCUMENTS = 10;
const SECTIONS_PER_DOCUMENT = 3;

/**
 * Answers a question from the published index: hybrid where the question can be embedded like the index,
 * otherwise lexical, and the outcome says which and why. Rejects with what the reader rejects with.
 */
export async function searchDocs(
  deps: SearchDeps,
  request: SearchRequest,
  signal?: AbortSignal,
): Promise<SearchOutcome> {
  const status = await deps.reader.status(signal);
  const first = await searchAt(status, deps, request, signal);
  if (sameGeneration(status, first.status)) return first;
  return searchAt(first.status, deps, request, signal);
}

async function searchAt(
  before: IndexStatus,
  { reader, queryVectors }: SearchDeps,
  { query, maxResults, minScore, pathPrefix }: SearchRequest,
  signal: AbortSignal | undefined,
): Promise<SearchOutcome> {
  const question = (await queryVectors?.vectorFor(query, before.fingerprint, signal)) ?? {
    reason: 'no_embedder',
  };
  const { matches, status } = await reader.search(
    {
      text: query,
      limit: maxResults + SPARE_DOCUMENTS,
      chunksPerDocument: SECTIONS_PER_DOCUMENT,
      ...('vector' in question ? { vector: question.vector } : {}),
      ...(pathPrefix === undefined ? {} : { pathPrefix }),
    },
    signal,
  );
  const mode: SearchModeInfo =
    'vector' in question ? { mode: 'hybrid' } : { mode: 'lexical', reason: question.reason };
  const ranked = rankDocuments(query, matches).filter(({ score }) => score >= (minScore ?? 0));
  const confident = ranked.length > 0 && answersQuestion(query, ranked);
  const message = messageFor(status, ranked.length, confident);
  return {
    ...mode,
    status,
    documents: ranked.slice(0, maxResults).map(foundDocument),
    confident,
    ...(message === undefined ? {} : { message }),
  };
}

function sameGeneration(a: IndexStatus, b: IndexStatus): boolean {
  if (a.fingerprint === null || b.fingerprint === null) return a.fingerprint === b.fingerprint;
  return sameVectors(a.fingerprint, b.fingerprint);
}

function messageFor(status: IndexStatus, found: number, confident: boolean): string | undefined {
  if (status.sequence === 0) return 'The index is empty: no sync has published yet.';
  if (found === 0) return 'Nothing in the documentation matches this question.';
  if (!confident) {
    return 'Nothing in the documentation is close to this question; what follows is the nearest and may not answer it.';
  }
  return undefined;
}
