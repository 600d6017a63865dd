/**
 * Real documents have less. The Markdown parser's time grows with the square of the depth, and with the square of the
 * marks of a paragraph, so that a hostile document would stall the worker for hours.
 */
const MAX_DEPTH = 50;
/**
 * The sum of the squares of the marks of all paragraphs; a table counts as one. It takes the parser some 25 seconds in the
 * worst case. A table of 15,000 names with an underscore that is parsed three times, with more lines each time, is within it.
 */
const MAX_SQUARED_MARKS = 1_000_000_000;
/**
 * Lines, cells, items and code spans that are parsed at once. Each takes some 5 KB of the parser's memory. A table of
 * 5,000 rows or a list of 15,000 items reaches this limit.
 */
const MAX_PIECES = 60_000;
/**
 * An underlined heading, and the end of a block quote or list, make the parser copy everything it has read so far. Counted
 * in lines: it copies some ten million a second. No document of less than 6,000 lines reaches this limit.
 */
const COPIED_LINES = 20_000_000;
/** Additional lines for each character of a document: twice what a long document with every Markdown construct needs. */
const COPIED_LINES_PER_CHARACTER = 50;

/** What may precede the text of a line: indentation, or the mark of a block quote or list and its space. */
const INDENTATION_OR_MARK = /([ \t])|(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))[ \t]?/y;
const UNDERLINE = /^[ \t>]*(?:=+|-+)[ \t]*$/;
const BLANK = /^[ \t]*$/;
const MARK = /[*_[]/g;
const PIECE = /[|`*_]/g;

/** A document that cannot be parsed in reasonable time. The message gives the reason to a person. */
export class TooComplex extends Error {
  override readonly name = 'TooComplex';
}

/** Bounds the parser's work on one document, so that its time grows linearly with the document. Overestimates the work. */
export class ParserBudget {
  #copies: number;
  #squaredMarks = MAX_SQUARED_MARKS;

  /** @param characters length of the whole document */
  constructor(characters: number) {
    this.#copies = COPIED_LINES + COPIED_LINES_PER_CHARACTER * characters;
  }

  /**
   * Spends the cost of parsing a text. To be called before it is parsed.
   * @throws TooComplex if the budget does not suffice
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
      else {
        const before = marks;
        marks += (line.match(MARK)?.length ?? 0) + (line.match(/`/g)?.length ?? 0) / 2;
        this.#squaredMarks -= marks ** 2 - before ** 2;
      }
      if (this.#squaredMarks < 0) {
        throw new TooComplex('too many marks of emphasis, links or code in one paragraph');
      }
    }
  }
}

interface Containers {
  /** Upper bound of the block quotes and lists that the line is in. */
  readonly depth: number;
  /** No container ends between consecutive lines of the same shape. */
  readonly shape: string;
  /** The line begins several containers at once, so that another line of the same shape ends some. */
  readonly isNested: boolean;
}

function containersOf(line: string): Containers {
  let columns = 0;
  let marks = 0;
  let end = 0;
  INDENTATION_OR_MARK.lastIndex = 0;
  // Two columns of indentation may continue a list.
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

/** Indented by at most one column: a deeper fence may belong to a list. */
const OPENING = /^ ?(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
/** HTML, which may contain fences, or a fence that may belong to the document or to a list. */
const UNCERTAIN = /^(?: {0,3}<| {2,3}(?:```|~~~))/;

/**
 * Yields the lines of a document that may be text, and null for a line that the parser certainly takes for code. After
 * the first ambiguous line all lines count as text, because overestimating the text is safe.
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
