import type { Range } from './section-range.ts';

/**
 * Where the next page of a content ends, so that it costs at most `budget` and pages put together are the content.
 * It breaks before a heading or after a blank line, not within a block of code nor right behind a heading, once a
 * quarter of the page is full; else after a line, else between two characters.
 *
 * @param cost the tokens of a piece of the content; of two pieces the sum is at least that of both together
 * @returns an offset above `rest.start`, at most `rest.end`
 */
export function pageEnd(
  content: string,
  rest: Range,
  budget: number,
  cost: (text: string) => number,
): number {
  let spent = 0;
  let at = rest.start;
  let best = rest.start;
  let fence = openFence(content.slice(0, rest.start));
  let behindHeading = false;
  while (at < rest.end) {
    const newline = content.indexOf('\n', at);
    const end = newline === -1 || newline >= rest.end ? rest.end : newline + 1;
    const line = content.slice(at, end);
    const isWhole = fence === '' && !behindHeading;
    if (at > rest.start && spent > budget / 4 && isWhole && breaksBefore(content, at, line)) best = at;
    spent += cost(line);
    if (spent > budget)
      return at > rest.start ? (best > rest.start ? best : at) : withinLine(content, at, end, budget, cost);
    if (line.trim() !== '') behindHeading = fence === '' && HEADING.test(line);
    fence = fenceAfter(fence, line);
    at = end;
  }
  return rest.end;
}

const HEADING = /^#{1,6} /;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)/;

/** What closes the block of code a text ends in; empty where it ends in none. */
function openFence(text: string): string {
  let fence = '';
  for (const line of text.split('\n')) fence = fenceAfter(fence, line);
  return fence;
}

function fenceAfter(fence: string, line: string): string {
  const [, mark, rest = ''] = FENCE.exec(line) ?? [];
  if (mark === undefined) return fence;
  if (fence === '') return mark;
  return mark.startsWith(fence) && rest.trim() === '' ? '' : fence;
}

function breaksBefore(content: string, at: number, line: string): boolean {
  return HEADING.test(line) || content.startsWith('\n\n', at - 2) || content.startsWith('\r\n\r\n', at - 4);
}

/** Halves a line that is longer than a page until it fits. */
function withinLine(
  content: string,
  start: number,
  end: number,
  budget: number,
  cost: (text: string) => number,
): number {
  let stop = end;
  while (stop - start > 2 && cost(content.slice(start, stop)) > budget) {
    stop = start + Math.ceil((stop - start) / 2);
    const last = content.charCodeAt(stop - 1);
    if (last >= 0xd800 && last <= 0xdbff) stop += 1;
  }
  return stop;
}
