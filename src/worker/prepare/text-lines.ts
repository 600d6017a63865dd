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
