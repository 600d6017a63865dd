import { type CountTokens, codeExcerpt } from './code-excerpt.ts';

/** Each has a bit in a number of 32. */
export const MAX_STEMS = 31;
/** A block of code is shown whole up to this estimate: those of 400 tokens are below it. */
const CODE_LIMIT = 440;

export interface ExcerptTarget {
  /** Beginnings of the query's words, in lower case. */
  readonly stems: readonly string[];
  /** In columns: a Chinese, Japanese or Korean character takes two. */
  readonly width: number;
  readonly tokens: CountTokens;
}

/** A line of a Markdown text, a piece of a long line, or a block of code. */
export interface Unit {
  /** Where it begins in the text. */
  readonly from: number;
  /** What is shown of it, with its newline. */
  readonly text: string;
  /** In columns. */
  readonly width: number;
  /** Which of the query's stems it has, a bit each. */
  readonly stems: number;
  /** How many of its lines have one. */
  readonly matching: number;
  readonly start: Start;
  readonly isHeading: boolean;
  readonly isCode: boolean;
  /** A line that a mark of an omission may stand in. */
  readonly isProse: boolean;
  /** What an excerpt that begins here needs before it: its heading, and the head of its table. */
  readonly opening: string;
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

/** Splits a text into units that cover all of it. */
export function unitsOf(text: string, target: ExcerptTarget): Unit[] {
  const units: Unit[] = [];
  let heading = '';
  let table = { head: '', rows: 0 };
  let next: Start = BLOCK;
  let to = 0;
  for (let from = 0; from < text.length; from = to) {
    const code = next === WITHIN_LINE ? null : codeBlockAt(text, from);
    if (code !== null) {
      to = code.to;
      const shown = `${code.open}\n${codeExcerpt(code.content, { ...target, ...code, limit: CODE_LIMIT })}\n${code.close}\n`;
      units.push({ ...unitOf(from, shown, target), start: BLOCK, isCode: true, opening: heading });
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
    units.push({
      ...unitOf(from, isEmpty && text.slice(from, to).trim() !== '' ? '' : piece, target),
      start: isEmpty ? NEVER : next,
      isHeading,
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

function unitOf(from: number, text: string, { stems }: ExcerptTarget): Omit<Unit, 'start' | 'opening'> {
  let found = 0;
  let matching = 0;
  for (const line of text.toLowerCase().split('\n')) {
    const before = found;
    let inLine = 0;
    for (const [bit, stem] of stems.slice(0, MAX_STEMS).entries())
      if (line.includes(stem)) inLine |= 1 << bit;
    found = before | inLine;
    if (inLine !== 0) matching += 1;
  }
  return {
    from,
    text,
    width: widthOf(text),
    stems: found,
    matching,
    isHeading: false,
    isCode: false,
    isProse: false,
  };
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
