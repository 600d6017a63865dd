import type { Heading, PhrasingContent, Root, RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { OutlineHeading } from '../../shared/domain/document.ts';
import { spanOf, withoutShortcodes } from './markdown-tree.ts';
import { type ResolveTarget, readableHtml } from './readable-html.ts';
import { inlineHtml, readableMarkdown } from './readable-markdown.ts';

const TABLE_END = '</table>';

/** The part of a document under one heading, up to the next heading of any depth. */
export interface Section {
  /** null for the text before the first heading. */
  readonly heading: OutlineHeading | null;
  /** Headings from the outermost to this one. */
  readonly breadcrumbs: readonly string[];
  /** Paragraphs, lists, tables and code, as readable Markdown. */
  readonly blocks: readonly string[];
}

/**
 * Splits a document into sections in order. The text before the first heading always comes first.
 * @param source the text that `tree` was parsed from
 * @param firstLine line of the document on which `source` begins, from 1
 */
export function splitSections(
  tree: Root,
  source: string,
  firstLine: number,
  resolve: ResolveTarget,
): Section[] {
  const anchor = anchorMaker();
  let line = firstLine;
  let counted = 0;
  const open: OutlineHeading[] = [];
  let blocks: string[] = [];
  const sections: Section[] = [{ heading: null, breadcrumbs: [], blocks }];
  let consumed = 0;
  const lastTableEnd = source.lastIndexOf(TABLE_END);
  for (const [index, node] of tree.children.entries()) {
    const { start, end } = spanOf(node);
    if (end <= consumed) continue;
    if (node.type === 'heading') {
      line += newlines(source.slice(counted, start));
      counted = start;
      const heading = { ...describeHeading(node, source, anchor), line };
      while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
      open.push(heading);
      blocks = [];
      sections.push({ heading, breadcrumbs: open.map(({ text }) => text), blocks });
      continue;
    }
    const mayGoOn = node.type === 'html' && end <= lastTableEnd;
    const close = mayGoOn ? endOfTable(tree.children, index, source) : end;
    consumed = close;
    const block =
      close === end
        ? readableMarkdown(node, source, resolve)
        : readableHtml(source.slice(start, close), resolve);
    if (block !== '') blocks.push(block);
  }
  return sections;
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

function describeHeading(
  node: Heading,
  source: string,
  anchor: (line: string) => string,
): Omit<OutlineHeading, 'line'> {
  const first = node.children[0];
  const last = node.children.at(-1);
  const line = first && last ? source.slice(spanOf(first).start, spanOf(last).end) : '';
  const text = withoutShortcodes(node.children.map(plainHeading).join(''))
    .replace(/\{ *#[^{}]*\} *$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return { depth: node.depth, text, anchor: anchor(line.split('\n').at(-1) ?? '') };
}

/** Text without marks and tags. */
function plainHeading(node: PhrasingContent): string {
  if (node.type === 'html') return inlineHtml(node.value, (target) => target).replace(/^(`|!.*)$/, '');
  if (node.type === 'break') return ' ';
  return 'children' in node ? node.children.map(plainHeading).join('') : plainText(node);
}

/**
 * Finds the end of the block that closes a table which an earlier block leaves open: a blank line ends an HTML block but
 * not a table. A `</table>` must follow that block.
 */
function endOfTable(blocks: readonly RootContent[], index: number, source: string): number {
  const { start, end } = spanAt(blocks, index);
  const block = source.slice(start, end);
  const opened = block.lastIndexOf('<table');
  if (opened === -1 || block.includes(TABLE_END, opened)) return end;
  const close = source.indexOf(TABLE_END, end);
  let last = index;
  while (last + 1 < blocks.length && spanAt(blocks, last + 1).start <= close) last += 1;
  return spanAt(blocks, last).end;
}

function spanAt(blocks: readonly RootContent[], index: number): { start: number; end: number } {
  const block = blocks[index];
  return block === undefined ? { start: 0, end: 0 } : spanOf(block);
}

/**
 * Makes the anchors of one document as Hugo does (goldmark with `autoHeadingIDType: github`). An anchor has the letters,
 * digits and `_` of the heading's source line in lower case, `-` for every space and hyphen, and nothing else. Repeated
 * anchors are numbered -1, -2 … in the order of the document. A trailing `{#name}` is the anchor itself.
 * @returns a function to be called once for each heading, in order, with the source line including its markup
 */
export function anchorMaker(): (line: string) => string {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return (line) => {
    const given = /\{ *#([^\s{}]+)[^{}]*\} *$/.exec(line)?.[1];
    if (given !== undefined) {
      taken.add(given);
      return given;
    }
    const base = slug(line) || 'heading';
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

function slug(line: string): string {
  return line
    .trim()
    .replace(/[^\p{L}\p{Nd}_\- ]/gu, '')
    .replaceAll(' ', '-')
    .toLowerCase();
}
