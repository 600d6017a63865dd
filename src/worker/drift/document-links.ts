import { visit } from 'unist-util-visit';
import type { Root } from '../../shared/domain/source.ts';
import { addressesOf } from '../prepare/document-addresses.ts';
import { readFrontMatter } from '../prepare/front-matter.ts';
import { parseMarkdown, spanOf } from '../prepare/markdown-tree.ts';

/** A link of a document. */
export interface DocumentLink {
  /** As written. */
  readonly target: string;
  /** The public address that it leads to, with its fragment. */
  readonly address: URL;
  /** Line of the document, from 1. */
  readonly line: number;
}

/** Longer targets are not read. */
const LONGEST = 2_000;

const HREF = /\bhref\s*=\s*(?:"([^"\n]+)"|'([^'\n]+)')/gi;
/** A bare address, which GitHub and Hugo make a link of. Punctuation at its end belongs to the sentence. */
const BARE =
  /https?:\/\/[^\s<>"'`()[\]{}|\\^\u3000-\u303f\uff00-\uffef\p{sc=Han}]*[^\s<>"'`()[\]{}|\\^\u3000-\u303f\uff00-\uffef\p{sc=Han}.,;:!?*_~]/gu;

/**
 * Finds the links of a Markdown document that lead to the web: those of Markdown and HTML, and bare addresses. Not those
 * in code, nor images.
 * @param path path in the index
 */
export function documentLinks(
  { path, content }: { readonly path: string; readonly content: string },
  root: Root,
): DocumentLink[] {
  const front = readFrontMatter(content);
  if ('reason' in front) return [];
  const source = front.body.replaceAll('\r\n', '\n');
  const { resolve } = addressesOf(path, root, front.data);
  const links: DocumentLink[] = [];
  const lineAt = lineCounter(source, front.bodyLine);
  const add = (target: string, offset: number) => {
    const address = target.length > LONGEST ? null : URL.parse(resolve(target, 'link'));
    if (address !== null) links.push({ target, address, line: lineAt(offset) });
  };
  visit(parseMarkdown(source), (node) => {
    const { start, end } = spanOf(node);
    if (node.type === 'link' || node.type === 'definition') add(node.url, start);
    if (node.type === 'html') {
      for (const { 1: double, 2: single, index } of source.slice(start, end).matchAll(HREF)) {
        add((double ?? single ?? '').replaceAll('&amp;', '&'), start + index);
      }
    }
    if (node.type === 'text') {
      for (const { 0: address, index } of source.slice(start, end).matchAll(BARE))
        add(address, start + index);
    }
    // The text of a link is often its own address.
    return node.type === 'link' ? 'skip' : true;
  });
  return links;
}

/** The line of an offset. Offsets must come in ascending order. */
function lineCounter(source: string, firstLine: number): (offset: number) => number {
  let line = firstLine;
  let lineEnd = source.indexOf('\n');
  return (offset) => {
    while (lineEnd !== -1 && lineEnd < offset) {
      line += 1;
      lineEnd = source.indexOf('\n', lineEnd + 1);
    }
    return line;
  };
}
