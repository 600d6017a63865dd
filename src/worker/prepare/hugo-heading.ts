import type { Heading, PhrasingContent } from 'mdast';
import { decodeNames } from '../../shared/readable-html.ts';
import type { HeadingText } from './anchors.ts';
import { splitAttributes } from './heading-attributes.ts';
import { spanOf } from './markdown-tree.ts';

/**
 * What Hugo makes the anchor of a heading of (0.145 and later): the text, of which it
 * leaves out tags and bare addresses, and of emphasis and links takes the first piece. Typographic dashes, dots and quotes
 * are pieces of their own, and are not in an anchor. Of several lines the last one counts.
 */
export function hugoHeadingText({ children }: Heading, source: string): HeadingText {
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
