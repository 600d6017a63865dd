import type { Document, OutlineHeading } from '../../shared/domain/document.ts';

/** A part of a document's content, in UTF-16 code units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The range of a section in the content: its heading and everything under it, subsections included.
 * @param wanted an anchor, also one that HTML sets; a heading in any case, alone or after its parent headings as search results show it
 *   (`Guide > Setup`); or whole words of a heading. Of several matches the first counts
 * @returns null if the document has no such section
 */
export function sectionRange(document: Pick<Document, 'content' | 'outline'>, wanted: string): Range | null {
  const { content, outline } = document;
  const found = findHeading(outline, wanted);
  const index = found === -1 ? findHtmlAnchor(document, wanted.replace(/^#/, '')) : found;
  const heading = outline[index];
  if (heading === undefined) return null;
  const next = outline.slice(index + 1).find(({ depth }) => depth <= heading.depth);
  return {
    start: lineStart(content, heading.line),
    end: next === undefined ? content.length : lineStart(content, next.line),
  };
}

/** The range of lines of a text, both included and counted from 1. */
export function rangeOfLines(content: string, first: number, last: number): Range {
  return { start: lineStart(content, first), end: lineStart(content, last + 1) };
}

/** The headings within a range that begins at the start of a line. */
export function headingsIn(
  { content, outline }: Pick<Document, 'content' | 'outline'>,
  { start, end }: Range,
): readonly OutlineHeading[] {
  if (start === 0 && end === content.length) return outline;
  const first = newlines(content.slice(0, start)) + 1;
  const last = first + newlines(content.slice(start, end - 1));
  return outline.filter(({ line }) => line >= first && line <= last);
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

function findHeading(outline: readonly OutlineHeading[], wanted: string): number {
  const anchor = wanted.replace(/^#/, '');
  const exact = outline.findIndex((heading) => heading.anchor === anchor);
  if (exact !== -1) return exact;
  const words = plain(wanted);
  if (words === '') return -1;
  const same = outline.findIndex(({ text }) => plain(text) === words);
  if (same !== -1) return same;
  const nested = findNested(outline, wanted.split(' > ').map(plain));
  return nested !== -1 ? nested : outline.findIndex(({ text }) => ` ${plain(text)} `.includes(` ${words} `));
}

/** The heading that an anchor in HTML (`<a name="setup"></a>`) stands directly above, or else the one it stands under. */
function findHtmlAnchor({ content, outline }: Pick<Document, 'content' | 'outline'>, anchor: string): number {
  if (!/^[\p{L}\p{N}_:.-]{1,200}$/u.test(anchor)) return -1;
  const tag = new RegExp(
    `<[a-z][^<>]{0,1000}\\b(?:id|name)=["']?${anchor.replaceAll('.', '\\.')}["'\\s/>]`,
    'i',
  ).exec(content);
  if (tag === null) return -1;
  const line = newlines(content.slice(0, tag.index + tag[0].length)) + 1;
  const next = outline.findIndex((heading) => heading.line >= line);
  const until = next === -1 ? content.length : lineStart(content, outline[next]?.line ?? 0);
  const between = content.slice(tag.index, until).replace(/<[^<>]*>/g, '');
  if (next !== -1 && between.trim() === '') return next;
  return (next === -1 ? outline.length : next) - 1;
}

/** The first heading that has this text under parent headings with the texts before. */
function findNested(outline: readonly OutlineHeading[], texts: readonly string[]): number {
  if (texts.length === 1) return -1;
  const trail: { readonly depth: number; readonly text: string }[] = [];
  return outline.findIndex(({ depth, text }) => {
    while ((trail.at(-1)?.depth ?? 0) >= depth) trail.pop();
    trail.push({ depth, text: plain(text) });
    return texts.every((wanted, i) => trail.at(i - texts.length)?.text === wanted);
  });
}

/** Letters and digits in lower case: Markdown marks, case and punctuation do not distinguish headings. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/** Offset of the first character of a line; lines are counted from 1. */
function lineStart(content: string, line: number): number {
  let at = 0;
  for (let current = 1; current < line; current++) {
    const newline = content.indexOf('\n', at);
    if (newline === -1) return content.length;
    at = newline + 1;
  }
  return at;
}
