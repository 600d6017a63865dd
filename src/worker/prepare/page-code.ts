/** The opening line of a fenced block, also in a list or quote. */
const OPENING = /^(?:[ \t>]|[-*+] |\d{1,9}[.)] )*(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;

/** Tells which offsets of a page are in fenced blocks and code spans. To be asked in ascending order. */
export class PageCode {
  readonly #source: string;
  /** Start of the first line that has not been read. */
  #line = 0;
  #fence: string | null = null;
  #spans: { readonly end: number; readonly found: readonly CodeSpan[] } = { end: 0, found: [] };

  constructor(source: string) {
    this.#source = source;
  }

  holds(offset: number): boolean {
    for (let end = this.#lineEnd(); end < offset && end < this.#source.length; end = this.#lineEnd()) {
      this.#read(this.#source.slice(this.#line, end));
      this.#line = end + 1;
    }
    if (this.#fence !== null) return true;
    if (this.#spans.end < offset) {
      const end = this.#lineEnd();
      this.#spans = { end, found: codeSpans(this.#source.slice(this.#line, end), this.#line) };
    }
    const { found } = this.#spans;
    let low = 0;
    for (let high = found.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((found[middle]?.end ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return (found[low]?.start ?? Number.POSITIVE_INFINITY) <= offset;
  }

  /** Goes on after a part of the page that is code of another kind. */
  skipTo(offset: number): void {
    this.#line = offset;
    this.#spans = { end: offset, found: [] };
  }

  #lineEnd(): number {
    const end = this.#source.indexOf('\n', this.#line);
    return end === -1 ? this.#source.length : end;
  }

  #read(line: string): void {
    if (this.#fence === null) this.#fence = OPENING.exec(line)?.[1] ?? null;
    else if (CLOSING.exec(line)?.[1]?.startsWith(this.#fence)) this.#fence = null;
  }
}

interface CodeSpan {
  readonly start: number;
  readonly end: number;
}

/** The code spans of a line: from a run of backticks to the next one of the same length. */
function codeSpans(line: string, from: number): CodeSpan[] {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: run, index }) => ({ index, length: run.length }));
  const later = new Map<number, number[]>();
  for (const { index, length } of runs.toReversed()) {
    const same = later.get(length) ?? [];
    same.push(index);
    later.set(length, same);
  }
  const spans: CodeSpan[] = [];
  let at = 0;
  for (const { index, length } of runs) {
    const same = later.get(length) ?? [];
    while ((same.at(-1) ?? line.length) <= index) same.pop();
    const close = same.at(-1);
    if (index < at || close === undefined) continue;
    at = close + length;
    spans.push({ start: from + index, end: from + at });
  }
  return spans;
}
