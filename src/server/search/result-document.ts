import type { Chunk } from '../../shared/domain/chunk.ts';
import type { ChunkMatch, DocumentMatch } from '../../shared/index/index-reader.ts';
import { excerpt } from './excerpt.ts';
import type { FoundDocument, FoundSection } from './search-outcome.ts';

/** How many passages of a document are shown, best first, and about how many characters of each. */
const SHOWN_CHARACTERS = [800, 400, 400];

/**
 * A match as it is shown.
 * @param stems of the query's words: what is shown of a long passage is where they are
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

/** The headings at the beginning of a text. */
const HEADINGS = /^(?:#{1,6} .*\n*)+/;

/**
 * A chunk as it is shown, about `length` characters of it: where small sections stand together, from the one on that
 * speaks most of what is asked, under its heading and at its address; from a later one on, where what speaks of it most
 * in one place begins there.
 * @param stems beginnings of the query's words, in lower case
 */
export function matchedSection(chunk: Chunk, stems: readonly string[], length: number): Chunk {
  const first = { heading: chunk.heading, breadcrumbs: chunk.breadcrumbs, url: chunk.url, start: 0 };
  const starts = [first, ...chunk.sections];
  const spoken = starts.map(({ heading, start }, i) =>
    countIn(`${heading}\n${chunk.text.slice(start, starts[i + 1]?.start)}`, stems),
  );
  let at = spoken.indexOf(Math.max(...spoken));
  for (;;) {
    const { start, ...section } = starts[at] ?? first;
    const text = start === 0 ? chunk.text : chunk.text.slice(start).replace(HEADINGS, '');
    const { snippet, from } = excerpt(text, stems, length);
    const begins = chunk.text.length - text.length + from;
    const under = starts.findLastIndex((other) => other.start <= begins);
    if (from === 0 || under <= at) return { ...chunk, ...section, text: snippet || section.heading };
    at = under;
  }
}

function countIn(text: string, stems: readonly string[]): number {
  const words = text.toLowerCase();
  return new Set(stems.filter((stem) => words.includes(stem))).size;
}
