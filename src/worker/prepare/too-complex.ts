import { textLines } from './text-lines.ts';

/**
 * More than any page has. The Markdown parser's time grows with the square of each, so that a page made for it would
 * hold up the worker for hours.
 */
const MAX_DEPTH = 50;
const MAX_MARKS = 10_000;
/**
 * An underlined heading, and a block quote or list that ends, make the parser copy all it has of the page so far:
 * counted in lines. No page of less than 6,000 lines comes to it.
 */
const MAX_COPIED_LINES = 20_000_000;

/** What a line may begin with before its text: indentation, or a mark of a block quote or list and the space that belongs to it. */
const INDENTATION_OR_MARK = /([ \t])|(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))[ \t]?/y;
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/;
const BLANK = /^[ \t]*$/;
const MARK = /[*_[]/g;

/** Why a page cannot be parsed in reasonable time; null where it can. Errs only on the careful side. */
export function tooComplex(source: string): string | null {
  let marks = 0;
  let lines = 0;
  let copied = 0;
  let last = '';
  for (const line of textLines(source)) {
    lines += 1;
    const { depth, shape, isNested } = containersOf(line ?? '');
    if (depth > MAX_DEPTH) return `block quotes or lists nested more than ${MAX_DEPTH} deep`;
    if ((last !== '' && shape !== last) || isNested || UNDERLINE.test(line ?? '')) copied += lines;
    if (copied > MAX_COPIED_LINES) {
      return `too many underlined headings, block quotes or lists among its first ${lines} lines`;
    }
    last = shape;
    if (line === null || BLANK.test(line)) marks = 0;
    else marks += line.match(MARK)?.length ?? 0;
    if (marks > MAX_MARKS) return `more than ${MAX_MARKS} marks of emphasis or links in one paragraph`;
  }
  return null;
}

interface Containers {
  /** How many block quotes and lists the line is in, at most, as its beginning shows it. */
  readonly depth: number;
  /** Lines that follow one another with the same shape end none. */
  readonly shape: string;
  /** It begins several at once, so that another line of the same shape ends some. */
  readonly isNested: boolean;
}

function containersOf(line: string): Containers {
  let columns = 0;
  let marks = 0;
  let end = 0;
  INDENTATION_OR_MARK.lastIndex = 0;
  // Two columns of indentation may be those of a list the line goes on with.
  const depth = () => (marks === 0 ? 0 : marks + Math.floor(columns / 2));
  for (let found = INDENTATION_OR_MARK.exec(line); found !== null; found = INDENTATION_OR_MARK.exec(line)) {
    if (found[1] === undefined) marks += 1;
    else columns += found[1] === '\t' ? 4 : 1;
    end = INDENTATION_OR_MARK.lastIndex;
    if (depth() > MAX_DEPTH) break;
  }
  const isBlank = BLANK.test(line);
  return {
    depth: depth(),
    shape: isBlank ? '' : line.slice(0, end).replace(/\d+/g, '1'),
    isNested: marks > 1,
  };
}
