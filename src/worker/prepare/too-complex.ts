/**
 * More than any page has. The Markdown parser's time grows with the square of each, so that a page made for it would
 * hold up the worker for hours.
 */
const MAX_DEPTH = 50;
const MAX_UNDERLINES = 2_000;
const MAX_MARKS = 10_000;

/** What a line begins with before its text: indentation, and marks of block quotes and lists. */
const CONTAINERS = /^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/;
const CONTAINER = />|[-*+]|\d+[.)]/g;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const FENCE = /^ {0,3}(?:```|~~~)/;
const MARK = /[*_[]/g;

/** Why a page cannot be parsed in reasonable time; null where it can. */
export function tooComplex(source: string): string | null {
  let underlines = 0;
  let marks = 0;
  let inCode = false;
  for (const line of source.split('\n')) {
    if (depthOf(line) > MAX_DEPTH) return `block quotes or lists nested more than ${MAX_DEPTH} deep`;
    if (UNDERLINE.test(line)) underlines += 1;
    if (FENCE.test(line)) inCode = !inCode;
    if (inCode || line.trim() === '') marks = 0;
    else marks += line.match(MARK)?.length ?? 0;
    if (marks > MAX_MARKS) return `more than ${MAX_MARKS} marks of emphasis or links in one paragraph`;
  }
  return underlines > MAX_UNDERLINES ? `more than ${MAX_UNDERLINES} underlined headings` : null;
}

/** How many block quotes and lists a line is in, as its beginning shows it. */
function depthOf(line: string): number {
  const start = CONTAINERS.exec(line.slice(0, 4 * MAX_DEPTH))?.[0] ?? '';
  const containers = start.match(CONTAINER)?.length ?? 0;
  return containers === 0 ? 0 : containers + (start.length - containers) / 2;
}
