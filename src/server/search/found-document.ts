import type { ChunkMatch, DocumentMatch } from '../../shared/index/index-reader.ts';
import { matchedSection } from './matched-section.ts';
import type { FoundDocument, FoundSection } from './search-outcome.ts';

/** How many passages of a document are shown, best first, and about how many characters of each. */
const SHOWN_CHARACTERS = [800, 400, 400];

/**
 * A match as it is shown.
 * @param stems of the question's words: what is shown of a long passage is where they are
 */
export function foundDocument(
  { document, score, chunks }: DocumentMatch,
  stems: readonly string[],
): FoundDocument {
  const { path, title, url, summary, entities, updatedAt } = document;
  const shown = SHOWN_CHARACTERS.flatMap((length, i) => {
    const match = chunks[i];
    if (match === undefined) return [];
    return { chunk: matchedSection(match.chunk, stems, length), score: match.score };
  });
  const sections = foundSections(shown);
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
