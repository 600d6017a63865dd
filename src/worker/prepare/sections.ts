import type { Root, RootContent } from 'mdast';
import type { OutlineHeading } from '../../shared/domain/document.ts';
import type { AddressStyle } from '../../shared/domain/source.ts';
import { type ResolveTarget, readableHtml } from '../../shared/readable-html.ts';
import { anchorMaker, type MakeAnchor } from './anchors.ts';
import { anchorText, headingText, innerHeadings } from './headings.ts';
import type { MarkdownSource } from './hugo-source.ts';
import { spanOf } from './markdown-tree.ts';
import { readableMarkdown } from './readable-markdown.ts';

const TABLE_END = '</table>';

/** The part of a document under one heading, up to the next heading of any depth. */
export interface Section {
  /** null for the text before the first heading. */
  readonly heading: OutlineHeading | null;
  /** Headings from the outermost to this one. */
  readonly breadcrumbs: readonly string[];
  /** Paragraphs, lists, tables and code, as readable Markdown. */
  readonly blocks: readonly string[];
  /** Word → the qualified name that it stands for, which is an identifier of every chunk with the word. */
  readonly names?: ReadonlyMap<string, string> | undefined;
}

/** The body of a document. */
export interface ParsedBody {
  readonly tree: Root;
  /** What `tree` was parsed from. */
  readonly source: MarkdownSource;
  /** Line of the document on which the body begins, from 1. */
  readonly firstLine: number;
}

/** Splits a document into sections in order. The text before the first heading always comes first. */
export function splitSections(
  { tree, source: { text: source, lines, apart }, firstLine }: ParsedBody,
  pages: AddressStyle,
  resolve: ResolveTarget,
): Section[] {
  const anchor = anchorMaker(pages);
  const makerAt = anchorMakers(pages, anchor, apart);
  let line = 0;
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
      const text = headingText(node, pages);
      const heading = {
        depth: node.depth,
        text,
        anchor: makerAt(start)(anchorText(node, source, pages)),
        line: firstLine + (lines?.[line] ?? line),
      };
      while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
      open.push(heading);
      blocks = [];
      sections.push({ heading, breadcrumbs: open.map(({ text }) => text), blocks });
      continue;
    }
    // Every heading has an anchor, and the numbers of repeated ones count them all.
    for (const inner of innerHeadings(node, source, pages)) makerAt(start)(inner);
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

/** Returns the maker of anchors for each offset, to be asked in ascending order. */
function anchorMakers(
  pages: AddressStyle,
  ofPage: MakeAnchor,
  apart: MarkdownSource['apart'] = [],
): (offset: number) => MakeAnchor {
  const makers = new Map<object, MakeAnchor>();
  const parts = apart.toSorted((a, b) => a.start - b.start);
  const around: (typeof parts)[number][] = [];
  let next = 0;
  return (offset) => {
    for (let part = parts[next]; part !== undefined && part.start <= offset; part = parts[++next])
      around.push(part);
    while ((around.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= offset) around.pop();
    const inside = around.at(-1);
    if (inside === undefined) return ofPage;
    const maker = makers.get(inside) ?? anchorMaker(pages);
    makers.set(inside, maker);
    return maker;
  };
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
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
