import type { Root, RootContent } from 'mdast';
import type { OutlineHeading } from '../../shared/domain/document.ts';
import type { AddressStyle } from '../../shared/domain/source.ts';
import { anchorMaker } from './anchors.ts';
import { anchorText, headingText, innerHeadings } from './headings.ts';
import { spanOf } from './markdown-tree.ts';
import { type ResolveTarget, readableHtml } from './readable-html.ts';
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
  /** The text that `tree` was parsed from. */
  readonly source: string;
  /** Line of the document on which `source` begins, from 1. */
  readonly firstLine: number;
}

/** Splits a document into sections in order. The text before the first heading always comes first. */
export function splitSections(
  { tree, source, firstLine }: ParsedBody,
  pages: AddressStyle,
  resolve: ResolveTarget,
): Section[] {
  const anchor = anchorMaker(pages);
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
      const text = headingText(node);
      const heading = { depth: node.depth, text, anchor: anchor(anchorText(node, source)), line };
      while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
      open.push(heading);
      blocks = [];
      sections.push({ heading, breadcrumbs: open.map(({ text }) => text), blocks });
      continue;
    }
    // GitHub gives every heading an anchor, and the numbers of repeated ones count them all.
    if (pages !== 'hugo') for (const inner of innerHeadings(node, source)) anchor(inner);
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
