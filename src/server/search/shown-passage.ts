import { type Chunk, type ChunkSection, embeddedText } from '../../shared/domain/chunk.ts';
import { estimateTokens } from '../answer/token-budget.ts';
import { declarationLabel, isGoFile } from '../documents/go-section.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import type { CountTokens } from './code-excerpt.ts';
import { type Unit, unitsOf } from './markdown-units.ts';
import { countStems } from './query-match.ts';

/** A passage as results show it, as far as that does not depend on the query. */
export interface ShownPassage {
  /** The one it begins in, and those that begin within. */
  readonly sections: readonly [ChunkSection, ...ChunkSection[]];
  /** How many different stems, beginnings of words in lower case, each section has. */
  stemCounts(stems: readonly string[]): readonly number[];
  /** What the n-th section declares, where the passage is of a Go file. */
  declares(section: number): string | undefined;
  /** The units of the text from an offset on. */
  unitsFrom(start: number): readonly Unit[];
}

/**
 * A chunk as results show it, made once for as long as somebody holds the chunk: splitting a text and counting its tokens
 * costs several times what the choice of an excerpt does.
 */
export const shownPassage = oncePerObject((chunk: Chunk): ShownPassage => {
  const { heading, breadcrumbs, url, deprecated, text, path } = chunk;
  const mark = deprecated === undefined ? {} : { deprecated };
  const textOf = (at: number) => text.slice(chunk.sections[at - 1]?.start ?? 0, chunk.sections[at]?.start);
  const sections = [{ heading, breadcrumbs, url, ...mark, start: 0 }, ...chunk.sections] as const;
  const words = sections.map((section, at) => `${section.heading}\n${textOf(at)}`.toLowerCase());
  let counted: { readonly stems: readonly string[]; readonly counts: readonly number[] } | null = null;
  const labels: (string | undefined)[] = [];
  const units = new Map<number, readonly Unit[]>();
  const tokens = tokensIn(chunk);
  return {
    sections,
    stemCounts(stems) {
      if (counted?.stems !== stems)
        counted = { stems, counts: words.map((section) => countStems(section, stems)) };
      return counted.counts;
    },
    declares(at) {
      if (!isGoFile(path)) return undefined;
      labels[at] ??= declarationLabel(sections[at]?.heading ?? '', textOf(at));
      return labels[at];
    },
    unitsFrom(start) {
      const found = units.get(start) ?? unitsOf(text.slice(start), tokens);
      units.set(start, found);
      return found;
    },
  };
});

/** Counts the tokens of a part of a chunk: the estimate, corrected by the exact count of the whole. */
function tokensIn(chunk: Chunk): CountTokens {
  let ratio: number | undefined;
  return (text) => {
    ratio ??= Math.min(1, chunk.tokens / Math.max(1, estimateTokens(embeddedText(chunk))));
    return estimateTokens(text) * ratio;
  };
}
