import type { Chunk } from '../../shared/domain/chunk.ts';

/** The headings at the beginning of a text. */
const HEADINGS = /^(?:#{1,6} .*\n*)+/;

/**
 * A chunk as it is shown: where small sections stand together, from the one on that speaks most of what is asked,
 * under its heading and at its address.
 * @param stems beginnings of the question's words, in lower case
 */
export function matchedSection(chunk: Chunk, stems: readonly string[]): Chunk {
  if (chunk.sections.length === 0) return chunk;
  const first = { heading: chunk.heading, breadcrumbs: chunk.breadcrumbs, url: chunk.url, start: 0 };
  const starts = [first, ...chunk.sections];
  const spoken = starts.map(({ heading, start }, i) =>
    countIn(`${heading}\n${chunk.text.slice(start, starts[i + 1]?.start)}`, stems),
  );
  const { start, ...section } = starts[spoken.indexOf(Math.max(...spoken))] ?? first;
  if (start === 0) return { ...chunk, ...section };
  const text = chunk.text.slice(start).replace(HEADINGS, '');
  return { ...chunk, ...section, text: text || section.heading };
}

function countIn(text: string, stems: readonly string[]): number {
  const words = text.toLowerCase();
  return new Set(stems.filter((stem) => words.includes(stem))).size;
}
