import GithubSlugger from 'github-slugger';
import type { Heading, Nodes, PhrasingContent, RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { AddressStyle } from '../../shared/domain/source.ts';
import { decodeNames, htmlHeadings } from '../../shared/readable-html.ts';
import { inlineHtml, spanOf } from './markdown-tree.ts';

/** The text of a heading as outlines show it: without marks, tags and attributes, an image by its description. */
export function headingText({ children }: Pick<Heading, 'children'>, pages: AddressStyle): string {
  const text = children.map(plainHeading).join('');
  return (pages === 'hugo' ? splitAttributes(text).text : text).replace(/\s+/g, ' ').trim();
}

function plainHeading(node: PhrasingContent): string {
  if (node.type === 'html') return inlineHtml(node.value, (target) => target).replace(/^(`|!.*)$/, '');
  if (node.type === 'break') return ' ';
  return 'children' in node ? node.children.map(plainHeading).join('') : plainText(node);
}

/** The text of a heading that stands as a title: without logos and badges, unless there is nothing else. */
export function titleText(heading: Heading, pages: AddressStyle): string {
  const bare = { children: heading.children.flatMap(withoutImages) };
  return headingText(bare, pages) || headingText(heading, pages);
}

function withoutImages(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'image' || node.type === 'imageReference') return [];
  return node.type === 'link' ? [{ ...node, children: node.children.flatMap(withoutImages) }] : [node];
}

/** What the anchor of a heading is made of. */
export function anchorText(node: Heading, source: string, pages: AddressStyle): HeadingText {
  if (pages === 'hugo') return hugoHeadingText(node, source);
  return { text: plainText(node, { includeImageAlt: false, includeHtml: false }), id: null };
}

/**
 * The headings inside of a block that get an anchor, in order: in lists, quotes and HTML, which Hugo leaves as it is. They
 * begin no section.
 */
export function innerHeadings(block: RootContent, source: string, pages: AddressStyle): HeadingText[] {
  const found: HeadingText[] = [];
  visit(block as Nodes, (node) => {
    if (node.type === 'heading') found.push(anchorText(node, source, pages));
    if (node.type === 'html' && pages !== 'hugo')
      found.push(...htmlHeadings(node.value).map(({ text }) => ({ text, id: null })));
  });
  return found;
}

/** A heading's line split into its text and the attributes at its end. */
interface AttributedLine {
  readonly text: string;
  /** The attributes as written, with the white space before them; `''` if there are none. */
  readonly attributes: string;
  /** The anchor that they give; null if they give none. */
  readonly id: string | null;
}

/**
 * One attribute as goldmark reads it: `#id`, `.class` or `name=value`, and perhaps a comma. Values that are lists or
 * attributes themselves are not read.
 */
const ATTRIBUTE =
  /\s*(?:([#.])((?:[^\s!-/:-@[-`{-~]|[_:.-])*)|([A-Za-z_:][\w:.-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([+-]?\d[\d.eE+-]*|[A-Za-z_:][\w:.-]*)))\s*,?\s*/y;

/** Splits the last line of a heading: `Setup {#id}`, `Setup {.class #id}`, `Setup {id="x"}`. */
function splitAttributes(line: string): AttributedLine {
  for (let at = line.indexOf('{'); at !== -1; at = line.indexOf('{', at + 1)) {
    if (isEscaped(line, at)) continue;
    const read = readAttributes(line, at + 1);
    if (read === null) continue;
    // Number signs that close a heading stand before its attributes.
    const text = line
      .slice(0, at)
      .trimEnd()
      .replace(/(?:^|(?<=\s))#+$/, '')
      .trimEnd();
    return { text, attributes: line.slice(text.length), id: read.id };
  }
  return { text: line, attributes: '', id: null };
}

/** Reads the attributes after a brace. Returns null unless they end with the line. */
function readAttributes(line: string, from: number): { readonly id: string | null } | null {
  let id: string | null = null;
  ATTRIBUTE.lastIndex = from;
  for (let at = from; ; at = ATTRIBUTE.lastIndex) {
    if (line[at] === '}') return line.slice(at + 1).trim() === '' ? { id } : null;
    const [, mark, name, key, text, word] = ATTRIBUTE.exec(line) ?? [];
    if (mark === undefined && key === undefined) return null;
    if (mark === '#') id = name ?? '';
    if (key === 'id') id = text?.replace(/\\(["/\\])/g, '$1') ?? word ?? '';
  }
}

function isEscaped(line: string, at: number): boolean {
  let backslashes = 0;
  while (line[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

/**
 * What Hugo makes the anchor of a heading of (0.145 and later): the text, of which it
 * leaves out tags and bare addresses, and of emphasis and links takes the first piece. Typographic dashes, dots and quotes
 * are pieces of their own, and are not in an anchor. Of several lines the last one counts.
 */
function hugoHeadingText({ children }: Heading, source: string): HeadingText {
  const first = children[0];
  const last = children.at(-1);
  if (first === undefined || last === undefined) return { text: '', id: null };
  const [from, to] = [spanOf(first).start, spanOf(last).end];
  const line = source.slice(Math.max(from, source.lastIndexOf('\n', to - 1) + 1), to);
  const { attributes, id } = splitAttributes(line);
  const reader = { source, end: to - attributes.length };
  const text = children.map((child) => wholeText(child, reader)).join('');
  return { text: decodeNames(text).split('\n').at(-1) ?? '', id };
}

interface Reader {
  readonly source: string;
  /** Where the attributes of the heading begin. */
  readonly end: number;
}

function wholeText(node: PhrasingContent, reader: Reader): string {
  return node.type === 'text' ? withSigns(rawText(node, reader)) : firstText(node, reader);
}

/** The first piece of what is inside of a node. */
function firstText(node: PhrasingContent, reader: Reader): string {
  if (node.type === 'text') return firstPiece(rawText(node, reader));
  if (node.type === 'inlineCode') return spanOf(node).start < reader.end ? node.value : '';
  if (node.type === 'break') return '\n';
  if (node.type === 'image' || node.type === 'imageReference') {
    return spanOf(node).start < reader.end ? firstPiece(node.alt ?? '') : '';
  }
  const isAddress = node.type === 'link' && reader.source[spanOf(node).start] === '<';
  const inner = 'children' in node && !isAddress ? node.children[0] : undefined;
  return inner === undefined ? '' : firstText(inner, reader);
}

function withSigns(text: string): string {
  return text.replace(ADDRESS, '').replace(SIGN, '"');
}

function firstPiece(text: string): string {
  const piece = FIRST_PIECE.exec(text)?.[0] ?? '';
  return piece === '' ? withSigns(text).slice(0, 1) : piece;
}

function rawText(node: PhrasingContent, { source, end }: Reader): string {
  const span = spanOf(node);
  return source.slice(span.start, Math.max(span.start, Math.min(span.end, end)));
}

/** What goldmark's linkify takes for an address, and leaves out. */
const ADDRESS =
  /(?<![^\s*_~(])(?:(?:https?|ftp):\/\/|www\.)[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?::\d+)?(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'">^{}[\]`|*]*)?(?<![?!.,:*_~])/g;
/** What goldmark's typographer replaces by one sign. */
const SIGN = /---?|\.\.\.|<<|>>|["']/g;
/** The first piece of a text: up to such a sign or address, or to a mark that may begin emphasis or a link. */
const FIRST_PIECE = new RegExp(`^(?:\\\\.|(?!${SIGN.source}|${ADDRESS.source})[^*_[])*[*_]*`, 's');

/** What a heading's anchor is made of. */
export interface HeadingText {
  /** Its text without markup. */
  readonly text: string;
  /** The anchor that it has attributes for; null if it has none. */
  readonly id: string | null;
}

/** Makes the anchors of one document. Call it once for each heading, in order: repeated anchors are numbered. */
export type MakeAnchor = (heading: HeadingText) => string;

/** Starts the anchors of a document in the style of its root. */
export function anchorMaker(pages: AddressStyle): MakeAnchor {
  return pages === 'hugo' ? hugoAnchors() : githubAnchors();
}

/**
 * GitHub's anchors: the text in lower case without punctuation and symbols, `-` for every space. Repeated ones are
 * numbered -1, -2 …; the anchor of a heading without letters and digits may be empty.
 */
function githubAnchors(): MakeAnchor {
  const slugger = new GithubSlugger();
  return ({ text }) => slugger.slug(text);
}

/**
 * Hugo's anchors (`autoHeadingIDType: github`). An anchor has the letters, digits and `_` of the text in lower case, `-`
 * for every space and hyphen, and nothing else. Repeated anchors are numbered -1, -2 … in the order of the document. A
 * heading without text has none.
 */
function hugoAnchors(): MakeAnchor {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return ({ text, id }) => {
    if (id !== null) {
      taken.add(id);
      return id;
    }
    if (text === '') return '';
    const base = slug(text) || 'heading';
    let anchor = base;
    let number = next.get(base) ?? 1;
    while (taken.has(anchor)) {
      anchor = `${base}-${number}`;
      number += 1;
    }
    next.set(base, number);
    taken.add(anchor);
    return anchor;
  };
}

/** One letter becomes one letter, wherever it stands in a word: `Σ` is `σ`, `İ` is `i`. */
function lowerCase(letter: string): string {
  return [...letter.toLowerCase()][0] ?? '';
}

function slug(text: string): string {
  return text
    .trim()
    .replace(/[^\p{L}\p{Nd}_\- ]/gu, '')
    .replaceAll(' ', '-')
    .replace(/\p{Lu}|\p{Lt}/gu, lowerCase);
}
