import type { ChunkMatch, DocumentMatch } from '../../shared/index/index-reader.ts';
import type { FoundDocument, FoundSection } from './search-outcome.ts';

/** How many passages of a document are shown. */
const SHOWN_PASSAGES = 3;

/** A match as it is shown. */
export function foundDocument({ document, score, chunks }: DocumentMatch): FoundDocument {
  const { path, title, url, summary, entities, updatedAt } = document;
  const sections = foundSections(chunks.slice(0, SHOWN_PASSAGES));
  return { path, title, url, score, summary, entities, updatedAt, sections };
}

/** The chunks as sections, best first, those that stand next to each other on the page as one. */
function foundSections(chunks: readonly ChunkMatch[]): FoundSection[] {
  const runs: ChunkMatch[][] = [];
  for (const match of chunks.toSorted((a, b) => a.chunk.ordinal - b.chunk.ordinal)) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last && before && before.chunk.ordinal + 1 === match.chunk.ordinal) last.push(match);
    else runs.push([match]);
  }
  return runs.flatMap(toSection).toSorted((a, b) => b.score - a.score);
}

function toSection(run: readonly ChunkMatch[]): FoundSection[] {
  const [first, ...rest] = run;
  if (first === undefined) return [];
  const { heading, breadcrumbs, url } = first.chunk;
  let snippet = first.chunk.text;
  let under = url;
  for (const { chunk } of rest) {
    const line =
      chunk.url === under
        ? ''
        : `${'#'.repeat(Math.min(6, chunk.breadcrumbs.length + 1))} ${chunk.heading}\n\n`;
    snippet += `\n\n${line}${chunk.text}`;
    under = chunk.url;
  }
  return [{ heading, breadcrumbs, url, snippet, score: Math.max(...run.map(({ score }) => score)) }];
}
