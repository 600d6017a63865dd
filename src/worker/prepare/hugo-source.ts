import type { ResolveTarget } from '../../shared/readable-html.ts';
import { referenceTarget } from './hugo-addresses.ts';
import { PageCode } from './page-code.ts';
import { findShortcodeTags, type ShortcodeTag } from './shortcode-tags.ts';
import { shortcodeImage, shortcodeLanguage, shortcodeWords } from './shortcode-words.ts';

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

/** Where a tag stands in its line. */
interface Place {
  readonly indentation: string;
  /** Only white space and tags stand before it in its line, or after it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The line before has text, which words at the beginning of this line would continue. */
  readonly followsText: boolean;
  /** A word follows without a space. */
  readonly touchesWord: boolean;
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

/** What a reader sees of a tag. Words alone on their line are a paragraph. */
function shownText(tag: ShortcodeTag, place: Place, resolve: ResolveTarget): string {
  if (tag.kind === 'close') return '';
  if (/^(?:ref|relref)$/.test(tag.name)) {
    const target = tag.named.get('path') ?? tag.positional[0]?.value ?? '';
    return resolve(referenceTarget(target), 'link');
  }
  const image = shortcodeImage(tag);
  const words = image === null ? shortcodeWords(tag) : [image];
  const { indentation, isFirst, isLast, followsText, touchesWord } = place;
  if (words.length === 0) return '';
  if (!(isFirst && isLast)) return words.join(' ') + (touchesWord ? ' ' : '');
  return `${followsText ? `\n${indentation}` : ''}${words.join(`\n\n${indentation}`)}\n`;
}

interface ShortcodeCode extends Pick<Place, 'indentation' | 'followsText'> {
  readonly language: string;
  readonly code: string;
  readonly isAlone: boolean;
}

function codeBlock(
  { name, named }: ShortcodeTag,
  { language, code, indentation, isAlone, followsText }: ShortcodeCode,
): string {
  const longest = [...code.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const trimmed = code.trim();
  if (!isAlone && !trimmed.includes('\n')) {
    const marks = '`'.repeat(longest + 1);
    return trimmed === '' ? '' : `${marks} ${trimmed} ${marks}`;
  }
  const fence = '`'.repeat(Math.max(longest + 1, 3));
  const title = named.get('header') ?? named.get('title') ?? (name === 'tab' ? named.get('name') : undefined);
  const lines = code
    .replace(/^[ \t]*\n/, '')
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith(indentation) ? line : indentation + line));
  const label = title === undefined ? [] : [...(followsText ? [''] : []), indentation + title, ''];
  const block = [...label, `${indentation}${fence}${language}`, ...lines, indentation + fence].join('\n');
  return isAlone ? block.slice(label[0] === '' ? 0 : indentation.length) : `\n${block}\n`;
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
