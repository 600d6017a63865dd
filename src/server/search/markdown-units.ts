import { type CountTokens, codeExcerpts } from './code-excerpt.ts';

/** Each has a bit in a number of 32. */
export const MAX_STEMS = 31;
/** A block of code is shown whole up to this estimate: those of 400 tokens are below it. */
const CODE_LIMIT = 440;

/** A line of a Markdown text, a piece of a long line, or a block of code. */
export interface Unit {
  /** Where it begins in the text. */
  readonly from: number;
  /** What is shown of it, with its newline. */
  readonly text: string;
  /** The same in lower case. */
  readonly words: string;
  /** In columns: a Chinese, Japanese or Korean character takes two. */
  readonly width: number;
  readonly start: Start;
  readonly isHeading: boolean;
  readonly isCode: boolean;
  /** A line that a mark of an omission may stand in. */
  readonly isProse: boolean;
  /** What an excerpt that begins here needs before it: its heading, and the head of its table. */
  readonly opening: string;
  /** Of code that is too long to be shown whole: what is shown of it for the stems of a query. */
  readonly cut?: (stems: readonly string[]) => string;
}

/** How good a unit is to begin an excerpt with; the higher, the better. */
type Start = typeof NEVER | typeof WITHIN_LINE | typeof LINE | typeof BLOCK;
/** A blank line, or one of which nothing is shown. */
export const NEVER = -1;
const WITHIN_LINE = 0;
const LINE = 1;
const BLOCK = 2;

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([^\s`{]*)/;
const ROW = /^\s*\|/;
const HEADING = /^#{1,6} /;
/** A line across the page. */
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const IMAGE = /(?:\[\s*)?!\[[^\]]*\]\([^)\s]*(?:\s+"[^"]*")?\)(?:\s*\]\([^)\s]*\))?/g;

/**
 * Splits a text into units that cover all of it. They are the same for every query, so that a text that is shown often is
 * split once.
 */
export function unitsOf(text: string, tokens: CountTokens): readonly Unit[] {
  const units: Unit[] = [];
  let heading = '';
  let table = { head: '', rows: 0 };
  let next: Start = BLOCK;
  let to = 0;
  for (let from = 0; from < text.length; from = to) {
    const code = next === WITHIN_LINE ? null : codeBlockAt(text, from);
    if (code !== null) {
      to = code.to;
      units.push(codeUnit(from, code, { tokens, opening: heading }));
      next = BLOCK;
      continue;
    }
    to = pieceEnd(text, from);
    const piece = text.slice(from, to).replace(IMAGE, '').replace(RULE, '');
    const isEmpty = piece.trim() === '';
    const isLine = next !== WITHIN_LINE;
    const isRow = isLine ? ROW.test(piece) : table.rows > 0;
    const isHeading = isLine && HEADING.test(piece);
    const endsLine = text[to - 1] === '\n';
    if (!isRow) table = { head: '', rows: 0 };
    if (isHeading) heading = '';
    const shown = isEmpty && text.slice(from, to).trim() !== '' ? '' : piece;
    units.push({
      from,
      ...textOf(shown),
      start: isEmpty ? NEVER : next,
      isHeading,
      isCode: false,
      isProse: !isEmpty && !isRow && !isHeading,
      opening: heading + (table.rows < 2 ? '' : table.head),
    });
    if (isHeading) heading = `${piece.trimEnd()}\n\n`;
    if (isRow && table.rows < 2) table.head += piece;
    if (isRow && endsLine) table.rows += 1;
    next = endsLine ? (isEmpty ? BLOCK : LINE) : WITHIN_LINE;
  }
  return units;
}

function codeUnit(
  from: number,
  { open, language, content, close }: CodeBlock,
  { tokens, opening }: { readonly tokens: CountTokens; readonly opening: string },
): Unit {
  const { isShort, excerptFor } = codeExcerpts(content, { language, tokens, limit: CODE_LIMIT });
  const shownFor = (stems: readonly string[]) => `${open}\n${excerptFor(stems)}\n${close}\n`;
  const text = isShort ? shownFor([]) : '';
  const kind = { start: BLOCK, isHeading: false, isCode: true, isProse: false, opening } as const;
  return { from, ...textOf(text), ...kind, ...(isShort ? {} : { cut: shownFor }) };
}

/** The units as they are shown for a query. */
export function unitsFor(units: readonly Unit[], stems: readonly string[]): readonly Unit[] {
  if (units.every(({ cut }) => cut === undefined)) return units;
  return units.map((unit) => (unit.cut === undefined ? unit : { ...unit, ...textOf(unit.cut(stems)) }));
}

function textOf(text: string): Pick<Unit, 'text' | 'words' | 'width'> {
  return { text, words: text.toLowerCase(), width: widthOf(text) };
}

/** What units have of the words of a query, by their numbers. */
export interface UnitMatches {
  /** Which of the stems each has, a bit each. */
  readonly stems: Int32Array;
  /** How many of its lines have one. */
  readonly matching: Int32Array;
}

/** @param stems beginnings of the query's words, in lower case, of which the first `MAX_STEMS` count */
export function matchUnits(units: readonly Unit[], stems: readonly string[]): UnitMatches {
  const found = { stems: new Int32Array(units.length), matching: new Int32Array(units.length) };
  for (const [at, { words, isCode }] of units.entries()) {
    let bits = 0;
    const lines = new Set<number>();
    for (let bit = 0; bit < Math.min(stems.length, MAX_STEMS); bit++) {
      const stem = stems[bit] ?? '';
      let hit = words.indexOf(stem);
      if (hit === -1) continue;
      bits |= 1 << bit;
      while (isCode && hit !== -1) {
        const end = words.indexOf('\n', hit);
        lines.add(end);
        hit = end === -1 ? -1 : words.indexOf(stem, end + 1);
      }
    }
    found.stems[at] = bits;
    found.matching[at] = isCode ? lines.size : Number(bits !== 0);
  }
  return found;
}

interface CodeBlock {
  readonly open: string;
  readonly language: string;
  readonly content: string;
  readonly close: string;
  readonly to: number;
}

/** The block of code that begins with a line of a text; it may end with the text. */
function codeBlockAt(text: string, from: number): CodeBlock | null {
  const lineEnd = endOfLine(text, from);
  const [, indent = '', mark, language = ''] = FENCE.exec(text.slice(from, lineEnd)) ?? [];
  if (mark === undefined) return null;
  const open = text.slice(from, lineEnd).trimEnd();
  let end = lineEnd;
  while (end < text.length) {
    const stop = endOfLine(text, end);
    const line = text.slice(end, stop).trim();
    if (line.startsWith(mark) && line.replaceAll(mark.charAt(0), '') === '')
      return {
        open,
        language,
        content: text.slice(lineEnd, end).replace(/\n$/, ''),
        close: indent + line,
        to: stop,
      };
    end = stop;
  }
  return { open, language, content: text.slice(lineEnd), close: indent + mark, to: text.length };
}

function endOfLine(text: string, from: number): number {
  return text.indexOf('\n', from) + 1 || text.length;
}

/** Longer lines are split, between words where there are any. */
const LONGEST = 300;

function pieceEnd(text: string, from: number): number {
  const lineEnd = endOfLine(text, from);
  if (lineEnd - from <= LONGEST) return lineEnd;
  const wordEnd = text.lastIndexOf(' ', from + LONGEST - 1) + 1;
  if (wordEnd > from) return wordEnd;
  const end = from + LONGEST;
  return text.codePointAt(end - 1) === text.charCodeAt(end - 1) ? end : end - 1;
}

const WIDE = /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60]/g;

/** Columns of a text in a terminal: half of the size in tokens of most scripts is seen from it. */
function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
