import type { Range } from './section-range.ts';

/** The tokens of a piece of content. Two pieces together cost no more than the sum of both. */
type Cost = (text: string) => number;

/**
 * Finds the end of the next page of an answer, so that it costs at most `budget` and all pages joined are the content.
 * Once a quarter of the page is full, it ends before a heading or after a blank line, but not within a code block nor
 * directly after a heading; otherwise after a line. A line that is longer than a page is split between two words, or
 * else two characters. Takes time proportional to the rest of the content.
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
    const lineCost = cost(line);
    if (spent + lineCost > budget) {
      if (best > rest.start) return best;
      const fitsNextPage = lineCost <= budget || spent > budget / 4;
      if (at > rest.start && fitsNextPage) return at;
      const stop = endWithinLine(content, { start: at, end }, budget - spent, cost);
      return stop > rest.start ? stop : afterCharacter(content, rest.start);
    }
    spent += lineCost;
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

/** A page ends between two words if that leaves at most this share of it empty. */
const WORD_TOLERANCE = 0.1;

/** Finds where the part of a line ends that fits, which may be none of it. Never splits a surrogate pair. */
function endWithinLine(content: string, { start, end }: Range, budget: number, cost: Cost): number {
  const fits = (length: number) => cost(content.slice(start, start + length)) <= budget;
  let fitting = 0;
  let tooLong = 1;
  // Doubling first: a line may be a thousand pages long.
  while (start + tooLong < end && fits(tooLong)) {
    fitting = tooLong;
    tooLong *= 2;
  }
  tooLong = Math.min(tooLong, end - start);
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2);
    if (fits(middle)) fitting = middle;
    else tooLong = middle;
  }
  const wordEnd = content.lastIndexOf(' ', start + fitting - 1) + 1;
  if (wordEnd - start > fitting * (1 - WORD_TOLERANCE)) return wordEnd;
  const stop = start + fitting;
  return fitting > 0 && isHighSurrogate(content, stop - 1) ? stop - 1 : stop;
}

function afterCharacter(content: string, at: number): number {
  return at + (isHighSurrogate(content, at) ? 2 : 1);
}

function isHighSurrogate(content: string, at: number): boolean {
  const code = content.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}
