/** A line of a Markdown text, or a piece of a long one, with its end. */
export interface ExcerptLine {
  /** Where it is in the text. */
  readonly from: number;
  readonly to: number;
  readonly start: Start;
  /** Whether it is a heading, which says nothing by itself. */
  readonly isHeading: boolean;
  /** What must stand before an excerpt that begins here: its heading, the opening line of its code, the head of its table. */
  readonly opening: string;
  /** What must stand behind one that ends here: the closing line of its code block. */
  readonly closing: string;
}

/** How good a line is to begin an excerpt with. */
type Start = typeof NEVER | typeof WITHIN_LINE | typeof LINE | typeof BLOCK;
/** Blank, or the end of a code block. */
export const NEVER = -1;
const WITHIN_LINE = 0;
const LINE = 1;
export const BLOCK = 2;

/** Longer lines come in pieces, which end with a word where there are words. */
const LONGEST = 300;
const FENCE = /^\s*(?:`{3,}|~{3,})/;
const ROW = /^\s*\|/;
const HEADING = /^#{1,6} /;
const BLANK = /^\s*$/;

/** Takes a text apart, without a gap. */
export function excerptLines(text: string): ExcerptLine[] {
  const lines: ExcerptLine[] = [];
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

function pieceEnd(text: string, from: number): number {
  const lineEnd = text.indexOf('\n', from) + 1 || text.length;
  if (lineEnd - from <= LONGEST) return lineEnd;
  const wordEnd = text.lastIndexOf(' ', from + LONGEST - 1) + 1;
  if (wordEnd > from) return wordEnd;
  const end = from + LONGEST;
  return text.codePointAt(end - 1) === text.charCodeAt(end - 1) ? end : end - 1;
}
