import { BLOCK, type ExcerptLine, excerptLines, NEVER } from './excerpt-lines.ts';
import { countBits } from './spelling.ts';

/** A bit each, in a number of 32. */
const MAX_STEMS = 31;
/** A text is not cut for less than this share of the length. */
const TOLERANCE = 0.2;

/**
 * The part of a Markdown text that speaks most of what is asked: about `length` characters of whole lines, from the
 * beginning of a block where that loses nothing, under its heading, with code blocks closed and tables under their heads. `…` stands for
 * what is left out. A text that is hardly longer comes back as it is.
 * @param stems beginnings of the query's words, in lower case
 * @returns the part, and where in the text it begins
 */
export function excerpt(
  text: string,
  stems: readonly string[],
  length: number,
): { readonly snippet: string; readonly from: number } {
  if (text.length <= length * (1 + TOLERANCE)) return { snippet: text, from: 0 };
  const lines = excerptLines(text);
  const run = bestRun(lines, stemsByLine(text, lines, stems), length);
  const first = lines[run.first];
  const last = lines[run.last];
  if (first === undefined || last === undefined) return { snippet: '', from: 0 };
  const before = first.from === 0 ? '' : '…\n\n';
  const after = last.to === text.length ? '' : text[last.to - 1] === '\n' ? '\n\n…' : ' …';
  const shown = text.slice(first.from, last.to).trimEnd();
  return { snippet: `${before}${first.opening}${shown}${last.closing}${after}`, from: first.from };
}

/** Lines one after the other, by their numbers. */
interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Of all runs of lines that fit, the one with most of the query's words; of those the one that begins best, then
 * has most lines with such a word, then begins latest, which is with the first of them.
 * @param stems which of them are in each line, a bit each
 */
function bestRun(lines: readonly ExcerptLine[], stems: ArrayLike<number>, length: number): Run {
  let best = { first: 0, last: lastOf(0, lines, length) };
  let highest = 0;
  for (const [first, { start }] of lines.entries()) {
    if (start < 0) continue;
    const last = lastOf(first, lines, length);
    let found = 0;
    let speaking = 0;
    for (let at = first; at <= last; at++) {
      found |= stems[at] ?? 0;
      if (stems[at] !== 0) speaking += 1;
    }
    const value = found === 0 ? 0 : (countBits(found) * 4 + start) * 1_000 + speaking;
    if (value > 0 && value >= highest) {
      best = { first, last };
      highest = value;
    }
    // Whatever begins further down is only shorter.
    if (last === lines.length - 1) break;
  }
  return best;
}

/** As many lines as fit, at least one; not the opening line of a code block as the last, nor a heading. */
function lastOf(first: number, lines: readonly ExcerptLine[], length: number): number {
  const end = (lines[first]?.from ?? 0) + length;
  let last = first;
  while ((lines[last + 1]?.to ?? Number.POSITIVE_INFINITY) <= end) last += 1;
  const opensCode = lines[last]?.start === BLOCK && lines[last]?.closing !== '';
  if (opensCode && last > first) last -= 1;
  for (let at = last; at > first; at--) {
    if (lines[at]?.isHeading) last = at - 1;
    else if (lines[at]?.start !== NEVER) break;
  }
  return last;
}

function stemsByLine(text: string, lines: readonly ExcerptLine[], stems: readonly string[]): Int32Array {
  const found = new Int32Array(lines.length);
  // As long as the text, but for letters of few languages, which move a match to the next line at worst.
  const lower = text.toLowerCase();
  for (const [bit, stem] of stems.slice(0, MAX_STEMS).entries()) {
    let line = 0;
    for (let at = lower.indexOf(stem); at !== -1; at = lower.indexOf(stem, at + 1)) {
      while ((lines[line]?.to ?? text.length) <= at && line < lines.length - 1) line += 1;
      found[line] = (found[line] ?? 0) | (1 << bit);
    }
  }
  return found;
}
