import type { Range } from './section-range.ts';

/** The tokens of a piece of content. Two pieces together cost no more than the sum of both. */
type Cost = (text: string) => number;

/**
 * Finds the end of the next page of an answer, so that it costs at most `budget` and all pages joined are the content.
 * Once a quarter of the page is full, it ends before a heading or after a blank line, but not within a code block nor
 * directly after a heading; otherwise after a line, or else between two characters.
 *
 * @returns an offset above `rest.start`, at most `rest.end`
 */
export function pageEnd(content: string, rest: Range, budget: number, cost: Cost): number {
  let spent = 0;
  let at = rest.start;
  let best = rest.start;
  let fence = openFence(content.slice(0, rest.start));
  let afterHeading = false;
  while (at < rest.end) {
    const newline = content.indexOf('\n', at);
    const end = newline === -1 || newline >= rest.end ? rest.end : newline + 1;
    const line = content.slice(at, end);
    const mayBreak = spent > budget / 4 && fence === '' && !afterHeading;
    if (at > rest.start && mayBreak && startsBlock(content, at, line)) best = at;
    spent += cost(line);
    if (spent > budget) {
      if (best > rest.start) return best;
      return at > rest.start ? at : endWithinLine(content, { start: at, end }, budget, cost);
    }
    if (line.trim() !== '') afterHeading = fence === '' && HEADING.test(line);
    fence = fenceAfter(fence, line);
    at = end;
  }
  return rest.end;
}

const HEADING = /^#{1,6} /;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)/;

/** The fence that opened the code block a text ends in; empty where it does not end in one. */
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

function startsBlock(content: string, at: number, line: string): boolean {
  return HEADING.test(line) || content.startsWith('\n\n', at - 2) || content.startsWith('\r\n\r\n', at - 4);
}

/** Halves a line that is longer than a page until it fits. Never splits a surrogate pair. */
function endWithinLine(content: string, { start, end }: Range, budget: number, cost: Cost): number {
  let stop = end;
  while (stop - start > 2 && cost(content.slice(start, stop)) > budget) {
    stop = start + Math.ceil((stop - start) / 2);
    const last = content.charCodeAt(stop - 1);
    if (last >= 0xd800 && last <= 0xdbff) stop += 1;
  }
  return stop;
}
