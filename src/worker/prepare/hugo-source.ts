import type { ResolveTarget } from '../../shared/readable-html.ts';
import {
  codeBlock,
  findShortcodeTags,
  type Place,
  type ShortcodeTag,
  shortcodeLanguage,
  shownText,
} from './shortcodes.ts';

/** The Markdown of a page, and where it stands in the page. */
export interface MarkdownSource {
  readonly text: string;
  /** Line of the page for each line of the text, both from 0; absent if they are the same. */
  readonly lines?: readonly number[];
  /** Parts of the text whose anchors are not counted with those of the page, in order. */
  readonly apart?: readonly { readonly start: number; readonly end: number }[];
}

/**
 * The Markdown that readers of a site made by Hugo see: shortcodes are replaced by their words, their code becomes fenced
 * blocks, and references become addresses. In fenced blocks and code spans of the page they stay as written, and what is
 * commented out is shown.
 */
export function hugoSource(source: string, resolve: ResolveTarget): MarkdownSource {
  const tags = findShortcodeTags(source);
  if (tags.length === 0) return { text: source };
  const places = placesOf(tags, source);
  const pageCode = new PageCode(source);
  const text = new RewrittenText(source);
  const insides: { readonly tag: ShortcodeTag; readonly start: number }[] = [];
  const apart: { start: number; end: number }[] = [];
  for (const [number, tag] of tags.entries()) {
    if (tag.start < text.at) continue;
    const isCode = pageCode.holds(tag.start);
    text.copyTo(tag.start);
    if (tag.kind === 'comment') text.replace(tag.end, tag.name);
    if (tag.kind === 'comment' || isCode) continue;
    const place = places[number] as Place;
    const partner = tag.partner === null ? undefined : tags[tag.partner];
    const language =
      tag.kind === 'open' && partner !== undefined
        ? shortcodeLanguage(tag, tag.parent === null ? undefined : tags[tag.parent])
        : null;
    if (partner !== undefined && language !== null) {
      const isAlone = place.isFirst && places[tag.partner ?? 0]?.isLast === true;
      const code = source.slice(tag.end, partner.start);
      text.replace(partner.end, codeBlock(tag, { language, code, ...place, isAlone }));
      pageCode.skipTo(partner.end);
      continue;
    }
    text.replace(tag.end, shownText(tag, place, resolve));
    // What stands inside is rendered by the shortcode itself, with anchors of its own.
    if (tag.kind === 'open' && tag.isApart && partner !== undefined)
      insides.push({ tag, start: text.length });
    if (partner !== undefined && insides.at(-1)?.tag === partner) {
      apart.push({ start: insides.pop()?.start ?? 0, end: text.length });
    }
  }
  text.copyTo(source.length);
  return { text: text.toString(), lines: text.lines, apart };
}

function placesOf(tags: readonly ShortcodeTag[], source: string): Place[] {
  const places = tags.map(({ start, end }, number) => {
    const before = source.slice(tags[number - 1]?.end ?? 0, start);
    const after = source.slice(end, tags[number + 1]?.start ?? source.length);
    const [line = '', previous = ''] = before.split('\n').toReversed();
    return {
      indentation: /^[ \t]*/.exec(line)?.[0] ?? '',
      isFirst: line.trim() === '',
      isLast: (after.split('\n', 1)[0] ?? '').trim() === '',
      followsText: before.includes('\n') && previous.trim() !== '',
      touchesWord: /^[\p{L}\p{N}]/u.test(after.slice(0, 2)),
      beginsLine: before.includes('\n') || number === 0,
      endsLine: after.includes('\n') || number === tags.length - 1,
    };
  });
  for (const [number, place] of places.entries()) {
    const previous = places[number - 1];
    if (place.beginsLine || previous === undefined) continue;
    place.isFirst &&= previous.isFirst;
    place.indentation = previous.indentation;
  }
  for (let number = places.length - 2; number >= 0; number--) {
    const [place, next] = [places[number], places[number + 1]];
    if (place !== undefined && next !== undefined && !place.endsLine) place.isLast &&= next.isLast;
  }
  return places;
}

/** A text that replaces parts of a source, and the line of the source for each of its lines. */
class RewrittenText {
  /** Up to where the source has been copied or replaced. */
  at = 0;
  length = 0;
  readonly lines = [0];
  readonly #source: string;
  readonly #parts: string[] = [];
  #line = 0;

  constructor(source: string) {
    this.#source = source;
  }

  copyTo(end: number): void {
    const text = this.#source.slice(this.at, end);
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      this.#line += 1;
      this.lines.push(this.#line);
    }
    this.#push(text, end);
  }

  /** Writes a text in the place of the source up to `end`. */
  replace(end: number, text: string): void {
    for (let i = newlines(text); i > 0; i--) this.lines.push(this.#line);
    this.#line += newlines(this.#source.slice(this.at, end));
    this.#push(text, end);
  }

  #push(text: string, end: number): void {
    this.#parts.push(text);
    this.length += text.length;
    this.at = end;
  }

  toString(): string {
    return this.#parts.join('');
  }
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

/** The opening line of a fenced block, also in a list or quote. */
const OPENING = /^(?:[ \t>]|[-*+] |\d{1,9}[.)] )*(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/;

/** Tells which offsets of a page are in fenced blocks and code spans. To be asked in ascending order. */
class PageCode {
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
