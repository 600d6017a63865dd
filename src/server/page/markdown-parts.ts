/** A part of a Markdown text that is rendered on its own. */
export interface MarkdownPart {
  readonly text: string;
  /** Line of the whole text on which it begins, counted from 0. */
  readonly line: number;
}

/**
 * Characters after which a part ends before the next block, and those after which it ends in any case. Of the hostile
 * texts tried, the parser needs at most some 1.5 ms for 1,000 characters.
 */
const ENOUGH = 4_000;
const MOST = 8_000;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * Splits a Markdown text into parts, so that a server can do something else between two of them. A part ends where a
 * blank line precedes a line that is not indented, outside of a block of code: there only a list may go on, and the
 * addresses of reference links. A block of code that is too long for a part goes on in the next one.
 */
export function* markdownParts(text: string): Generator<MarkdownPart> {
  let fence: string | null = null;
  let part = '';
  let start = 0;
  let afterBlank = false;
  for (const [number, line] of [...cutLines(text).entries()]) {
    const isBlock = afterBlank && fence === null && /^\S/.test(line);
    if ((part.length > ENOUGH && isBlock) || part.length + line.length > MOST) {
      yield {
        text: fence === null ? part : `${part}${part.endsWith('\n') ? '' : '\n'}${fence}`,
        line: start,
      };
      part = fence === null ? '' : `${fence}\n`;
      start = number - (fence === null ? 0 : 1);
    }
    part += line;
    const mark = FENCE.exec(line)?.[1];
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
    afterBlank = line.trim() === '';
  }
  yield { text: part, line: start };
}

/** The lines of a text with their ends. One that is too long for a part is cut, and its rest counts as further lines. */
function cutLines(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  return lines.every((line) => line.length <= MOST / 2)
    ? lines
    : lines.flatMap((line) => line.match(/[\s\S]{1,4000}/g) ?? []);
}
