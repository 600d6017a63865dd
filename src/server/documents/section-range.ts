import type { Document, OutlineHeading } from '../../shared/domain/document.ts';

/** A part of a document's content, in UTF-16 code units, `end` excluded. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Where a section stands in the content: its heading and everything under it, subsections included.
 * @param wanted an anchor, a heading's text in any case, also behind those it stands under as search results show it
 *   (`Guide > Setup`), or whole words of it; of several the first
 * @returns null when the document has no such section
 */
export function sectionRange(document: Pick<Document, 'content' | 'outline'>, wanted: string): Range | null {
  const { content, outline } = document;
  const index = findHeading(outline, wanted);
  const heading = outline[index];
  if (heading === undefined) return null;
  const next = outline.slice(index + 1).find(({ depth }) => depth <= heading.depth);
  return {
    start: lineStart(content, heading.line),
    end: next === undefined ? content.length : lineStart(content, next.line),
  };
}

/** The headings within a part of the content, which begins with a line. */
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
  const under = findUnder(outline, wanted.split(' > ').map(plain));
  return under !== -1 ? under : outline.findIndex(({ text }) => ` ${plain(text)} `.includes(` ${words} `));
}

/** The first heading whose text, behind those it stands under, ends with these texts. */
function findUnder(outline: readonly OutlineHeading[], texts: readonly string[]): number {
  if (texts.length === 1) return -1;
  const trail: { readonly depth: number; readonly text: string }[] = [];
  return outline.findIndex(({ depth, text }) => {
    while ((trail.at(-1)?.depth ?? 0) >= depth) trail.pop();
    trail.push({ depth, text: plain(text) });
    return texts.every((wanted, i) => trail.at(i - texts.length)?.text === wanted);
  });
}

/** Letters and digits only: Markdown marks, case and punctuation do not tell headings apart. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/** Offset of the first character of a line, counted from 1. */
function lineStart(content: string, line: number): number {
  let at = 0;
  for (let current = 1; current < line; current++) {
    const newline = content.indexOf('\n', at);
    if (newline === -1) return content.length;
    at = newline + 1;
  }
  return at;
}
