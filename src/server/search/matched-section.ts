import type { Chunk } from '../../shared/domain/chunk.ts';
import { excerpt } from './excerpt.ts';

/** The headings at the beginning of a text. */
const HEADINGS = /^(?:#{1,6} .*\n*)+/;

/**
 * A chunk as it is shown, about `length` characters of it: where small sections stand together, from the one on that
 * speaks most of what is asked, under its heading and at its address; from a later one on, where what speaks of it most
 * in one place begins there.
 * @param stems beginnings of the question's words, in lower case
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
