import { popCount } from './query-match.ts';

/** Stems that an excerpt is chosen by; each has a bit in a number of 32. */
export const MAX_STEMS = 31;
/** A text is not cut if that saves less than this share of the length. */
const TOLERANCE = 0.2;

/**
 * The part of a Markdown text that has most words of the query: about `length` characters of whole lines, from the
 * beginning of a block where that loses nothing, under its heading, with code blocks closed and tables under their
 * head. `…` marks omissions. A text that is hardly longer is returned as it is.
 * @param stems beginnings of the query's words, in lower case
 * @returns the part, and where in the text it begins
 */
export function excerpt(
  text: string,
  stems: readonly string[],
  length: number,
): { readonly snippet: string; readonly from: number } {
  if (text.length <= length * (1 + TOLERANCE)) return { snippet: text, from: 0 };
  const lines = linesOf(text);
  const run = bestRun(lines, stemsByLine(text, lines, stems), length);
  const first = lines[run.first];
  const last = lines[run.last];
  if (first === undefined || last === undefined) return { snippet: '', from: 0 };
  const before = first.from === 0 ? '' : '…\n\n';
  const after = last.to === text.length ? '' : text[last.to - 1] === '\n' ? '\n\n…' : ' …';
  const shown = text.slice(first.from, last.to).trimEnd();
  return { snippet: `${before}${first.opening}${shown}${last.closing}${after}`, from: first.from };
}

/** Which stems are in each line, a bit each. */
function stemsByLine(text: string, lines: readonly Line[], stems: readonly string[]): Int32Array {
  const found = new Int32Array(lines.length);
  // In a few languages lower case changes the length of a text, which moves a match to the next line at worst.
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

/** Consecutive lines, by their numbers. */
interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Of all runs of lines that fit, the one with most of the query's words; of several, the one with the best first line,
 * then with most lines that have such a word, then the last one, which begins with the first of those lines.
 * @param stems which of them are in each line, a bit each
 */
function bestRun(lines: readonly Line[], stems: ArrayLike<number>, length: number): Run {
  let best = { first: 0, last: lastOf(0, lines, length) };
  let highest = 0;
  for (const [first, { start }] of lines.entries()) {
    if (start < 0) continue;
    const last = lastOf(first, lines, length);
    let found = 0;
    let matching = 0;
    for (let at = first; at <= last; at++) {
      found |= stems[at] ?? 0;
      if (stems[at] !== 0) matching += 1;
    }
    const value = found === 0 ? 0 : (popCount(found) * 4 + start) * 1_000 + matching;
    if (value > 0 && value >= highest) {
      best = { first, last };
      highest = value;
    }
    // All runs from here on are parts of this one.
    if (last === lines.length - 1) break;
  }
  return best;
}

/** As many lines as fit, at least one; neither the opening line of a code block nor a heading comes last. */
function lastOf(first: number, lines: readonly Line[], length: number): number {
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

/** A line of a Markdown text including its newline, or a piece of a long line. */
interface Line {
  /** Its range in the text. */
  readonly from: number;
  readonly to: number;
  readonly start: Start;
  readonly isHeading: boolean;
  /** What an excerpt that begins here needs before it: its heading, the opening line of its code, the head of its table. */
  readonly opening: string;
  /** What an excerpt that ends here needs after it: the closing line of its code block. */
  readonly closing: string;
}

/** How good a line is to begin an excerpt with; the higher, the better. */
type Start = typeof NEVER | typeof WITHIN_LINE | typeof LINE | typeof BLOCK;
/** A blank line, or the end of a code block. */
const NEVER = -1;
const WITHIN_LINE = 0;
const LINE = 1;
const BLOCK = 2;

const FENCE = /^\s*(?:`{3,}|~{3,})/;
const ROW = /^\s*\|/;
const HEADING = /^#{1,6} /;
const BLANK = /^\s*$/;

/** Splits a text into lines that cover all of it. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let code = { opening: '', closing: '' };
  let table = { head: '', rows: 0 };
  let isRow = false;
  let heading = '';
  let next: Start = BLOCK;
  let to = 0;
  for (let from = 0; from < text.length; from = to) {
    to = pieceEnd(text, from);
    const piece = text.slice(from, to);
    const start: Start = BLANK.test(piece) ? NEVER : next;
    const fence = next === WITHIN_LINE ? undefined : FENCE.exec(piece)?.[0];
    isRow = next === WITHIN_LINE ? isRow : code.closing === '' && ROW.test(piece);
    const isHeading = code.closing === '' && next !== WITHIN_LINE && HEADING.test(piece);
    if (isHeading) heading = '';
    if (!isRow) table = { head: '', rows: 0 };
    if (fence !== undefined && code.closing === '') {
      code = { opening: piece, closing: `\n${fence}` };
      lines.push({ from, to, start: BLOCK, isHeading: false, opening: heading, closing: code.closing });
    } else if (fence !== undefined && `\n${fence}` === code.closing) {
      lines.push({ from, to, start: NEVER, isHeading: false, opening: '', closing: '' });
      code = { opening: '', closing: '' };
    } else {
      const opening = heading + (table.rows < 2 ? code.opening : table.head);
      lines.push({ from, to, start, isHeading, opening, closing: code.closing });
    }
    if (isHeading) heading = `${piece.trimEnd()}\n\n`;
    if (isRow && table.rows < 2) table.head += piece;
    const endsLine = text[to - 1] === '\n';
    if (isRow && endsLine) table.rows += 1;
    next = !endsLine ? WITHIN_LINE : start === NEVER && code.closing === '' ? BLOCK : LINE;
  }
  return lines;
}

/** Longer lines are split, between words where there are any. */
const LONGEST = 300;

function pieceEnd(text: string, from: number): number {
  const lineEnd = text.indexOf('\n', from) + 1 || text.length;
  if (lineEnd - from <= LONGEST) return lineEnd;
  const wordEnd = text.lastIndexOf(' ', from + LONGEST - 1) + 1;
  if (wordEnd > from) return wordEnd;
  const end = from + LONGEST;
  return text.codePointAt(end - 1) === text.charCodeAt(end - 1) ? end : end - 1;
}
