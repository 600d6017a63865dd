import { type Chunk, type ChunkSection, embeddedText } from '../../shared/domain/chunk.ts';
import { estimateTokens } from '../answer/token-budget.ts';
import { declarationLabel, isGoFile } from '../documents/go-section.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import type { CountTokens } from './code-excerpt.ts';
import { matchUnits, NEVER, type Unit, unitsFor, unitsOf } from './markdown-units.ts';
import { countStems, popCount } from './query-match.ts';

/** A passage as results show it, as far as that does not depend on the query. */
export interface ShownPassage {
  /** The one it begins in, and those that begin within. */
  readonly sections: readonly [ChunkSection, ...ChunkSection[]];
  /** What it has of some different stems, beginnings of words in lower case. */
  stemsIn(stems: readonly string[]): StemsIn;
  /** What the n-th section declares, where the passage is of a Go file. */
  declares(section: number): string | undefined;
  /** The units of the text from an offset on. */
  unitsFrom(start: number): readonly Unit[];
}

interface StemsIn {
  /** Those that are in any section. */
  readonly found: readonly string[];
  /** How many each section has. */
  readonly counts: readonly number[];
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
  let last: (StemsIn & { readonly stems: readonly string[] }) | null = null;
  const labels: (string | undefined)[] = [];
  const units = new Map<number, readonly Unit[]>();
  const tokens = tokensIn(chunk);
  return {
    sections,
    stemsIn(stems) {
      if (last?.stems === stems) return last;
      const found = stems.filter((stem) => words.some((section) => section.includes(stem)));
      last = { stems, found, counts: words.map((section) => countStems(section, found)) };
      return last;
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

/** A text is not cut if that saves less than this share of the width. */
const TOLERANCE = 0.2;
/** What begins an item of a list or a quotation. */
const LIST = /^\s*(?:[-*+>]|\d+[.)])\s/;
/** Share of the width that the first block of code of an excerpt takes, if it is wider than that. */
const CODE_SHARE = 0.6;

export interface ExcerptTarget {
  /** Beginnings of the query's words, in lower case. */
  readonly stems: readonly string[];
  /** In columns, as those of units. */
  readonly width: number;
}

/**
 * The part of a Markdown text that has most words of the query: about `width` columns of whole lines, from the
 * beginning of a block where that loses nothing, under its heading, with tables under their head. A block of code is
 * not cut, but for those of more than 400 tokens, and then between statements; it may be wider than all of the
 * excerpt, prose gives way. `…` in a line of prose marks an omission. Images are left out.
 * @param text as `unitsOf` splits it
 * @returns the part, and where in the text it begins
 */
export function excerpt(
  text: readonly Unit[],
  target: ExcerptTarget,
): { readonly snippet: string; readonly from: number } {
  const units = unitsFor(text, target.stems);
  const whole = units.reduce((sum, unit) => sum + unit.width, 0) <= target.width * (1 + TOLERANCE);
  const run = whole ? { first: 0, last: units.length - 1 } : bestRun(units, target);
  const shown = units.slice(run.first, run.last + 1);
  const [first] = shown;
  if (first === undefined) return { snippet: '', from: 0 };
  const last = shown.findLast((unit) => unit.start !== NEVER) ?? first;
  const before = run.first > 0 && first.isProse && !LIST.test(first.text) ? '… ' : '';
  const after = run.last < units.length - 1 && last.isProse ? ' …' : '';
  // What is left out leaves blank lines behind.
  const written = shown.filter((unit, at) => !isBlank(unit) || !isBlank(shown[at - 1]));
  const body = written.map((unit) => unit.text).join('');
  const snippet = `${first.opening}${before}${body.trimEnd()}${after}`;
  return { snippet, from: run.first === 0 ? 0 : first.from };
}

function isBlank(unit: Unit | undefined): boolean {
  return unit === undefined || unit.text.trim() === '';
}

/** Consecutive units, by their numbers. */
interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Of all runs of units that fit, the one with most of the query's words; of several, the one with the best first unit,
 * then with most lines that have such a word, then the last one, which begins with the first of those lines.
 */
function bestRun(units: readonly Unit[], { stems, width }: ExcerptTarget): Run {
  const matches = matchUnits(units, stems);
  let best = { first: 0, last: lastOf(0, units, width) };
  let highest = 0;
  for (const [first, { start }] of units.entries()) {
    if (start < 0) continue;
    const last = lastOf(first, units, width);
    let found = 0;
    let matching = 0;
    for (let at = first; at <= last; at++) {
      found |= matches.stems[at] ?? 0;
      matching += matches.matching[at] ?? 0;
    }
    const value = found === 0 ? 0 : (popCount(found) * 4 + start) * 1_000 + matching;
    if (value > 0 && value >= highest) {
      best = { first, last };
      highest = value;
    }
    // All runs from here on are parts of this one.
    if (last === units.length - 1) break;
  }
  return best;
}

/** As many units as fit, at least one; no heading comes last. */
function lastOf(first: number, units: readonly Unit[], width: number): number {
  let left = width;
  let hasCode = false;
  let last = first - 1;
  // Not over a slice: copying the rest for each unit would take quadratic time.
  for (let unit = units[first]; unit !== undefined; unit = units[last + 1]) {
    left -= unit.isCode && !hasCode ? Math.min(unit.width, width * CODE_SHARE) : unit.width;
    if (left < 0 && last >= first) break;
    hasCode ||= unit.isCode;
    last += 1;
  }
  for (let at = last; at > first; at--) {
    if (units[at]?.isHeading) last = at - 1;
    else if (units[at]?.start !== NEVER) break;
  }
  return last;
}
