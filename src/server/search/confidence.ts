import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { queryTerms } from '../../shared/lexical/query-terms.ts';

/** Share of the question's terms that the best document must speak of. */
const ENOUGH = 0.5;

/** Whether any of the leading documents speaks of what the question asks about, or all of this is only the nearest. */
export function answersQuestion(query: string, documents: readonly DocumentMatch[]): boolean {
  const terms = queryTerms(query);
  return documents.slice(0, 3).some((match) => coverage(terms, match) >= ENOUGH);
}

function coverage(terms: readonly string[], match: DocumentMatch): number {
  const text = match.chunks
    .map(({ chunk }) => `${chunk.title} ${chunk.breadcrumbs.join(' ')} ${chunk.text}`)
    .join(' ')
    .toLowerCase();
  return terms.filter((term) => text.includes(term)).length / Math.max(1, terms.length);
}
