/**
 * More than any page has. The Markdown parser's time grows with the square of each, so that a page made for it would
 * hold up the worker for hours.
 */
const MAX_DEPTH = 50;
const MAX_MARKS = 10_000;
/**
 * Lines, and what stands for a cell, an item or a piece of code in them, that are parsed at once: each takes the parser
 * some 5 KB of memory. A table of 5,000 rows or a list of 15,000 items comes to it.
 */
const MAX_PIECES = 60_000;
/**
 * An underlined heading, and a block quote or list that ends, make the parser copy all it has read so far: counted in
 * lines, of which it copies some ten million a second. No page of less than 6,000 lines comes to so many.
 */
const COPIED_LINES = 20_000_000;
/** So many more are allowed for each character of a page: twice what a long one with all there is in Markdown needs. */
const COPIED_LINES_PER_CHARACTER = 50;

/** What a line may begin with before its text: indentation, or a mark of a block quote or list and the space that belongs to it. */
const INDENTATION_OR_MARK = /([ \t])|(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))[ \t]?/y;
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/;
const BLANK = /^[ \t]*$/;
const MARK = /[*_[]/g;
const PIECE = /[|`*_]/g;

/** A page that cannot be parsed in reasonable time; the message says why, for a person. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex';
}

/** What the parser may do for one page, so that its time grows with the page and no faster. Errs only on the careful side. */
export class ParserBudget {
  #copies: number;

  /** @param characters of the whole page */
  constructor(characters: number) {
    this.#copies = COPIED_LINES + COPIED_LINES_PER_CHARACTER * characters;
  }

  /**
   * Takes what it costs to parse a text by itself, before it is.
   * @throws TooComplex when there is not enough left
   */
  spend(text: string): void {
    let marks = 0;
    let lines = 0;
    let pieces = 0;
    let last = '';
    for (const line of textLines(text)) {
      lines += 1;
      const { depth, shape, isNested } = containersOf(line ?? '');
      pieces += 1 + depth + (line?.match(PIECE)?.length ?? 0);
      if (pieces > MAX_PIECES) throw new TooComplex('a table, list or other block of too many lines');
      if (depth > MAX_DEPTH) throw new TooComplex(`block quotes or lists nested more than ${MAX_DEPTH} deep`);
      if ((last !== '' && shape !== last) || isNested || UNDERLINE.test(line ?? '')) this.#copies -= lines;
      if (this.#copies < 0) {
        throw new TooComplex('too many underlined headings, block quotes or lists for its length');
      }
      last = shape;
      if (line === null || BLANK.test(line)) marks = 0;
      else marks += line.match(MARK)?.length ?? 0;
      if (marks > MAX_MARKS) {
        throw new TooComplex(`more than ${MAX_MARKS} marks of emphasis or links in one paragraph`);
      }
    }
  }
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

/** At most one column in, where nothing is in a list. */
const OPENING = /^ ?(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
/** HTML, in which fences are none, or a fence that may be the page's or a list's, which ends it. */
const UNCERTAIN = /^(?: {0,3}<| {2,3}(?:```|~~~))/;

/**
 * The lines of a page that may be text; null stands for one the parser is certain to take for code. Behind the first
 * line that would take a parser to understand, all are text: what takes too much for text is careful, what takes too
 * little can be misled.
 */
export function* textLines(source: string): Generator<string | null> {
  let fence: string | null = null;
  let isCertain = true;
  for (const line of source.split(/\r\n?|\n/)) {
    if (fence !== null) {
      if (CLOSING.exec(line)?.[1]?.startsWith(fence)) fence = null;
      yield null;
      continue;
    }
    isCertain &&= !UNCERTAIN.test(line);
    if (isCertain) fence = OPENING.exec(line)?.[1] ?? null;
    yield fence === null ? line : null;
  }
}
