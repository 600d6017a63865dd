import type { Definition, Image, Link, Nodes, Parents, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { visit } from 'unist-util-visit';
import { type ResolveTarget, readableHtml, withoutTags } from '../../shared/readable-html.ts';
import { ParserBudget } from './parser-budget.ts';

/** A longer text is parsed in parts of about this many characters, because the parser's time grows faster than the text. */
const PART_CHARACTERS = 100_000;

/**
 * Parses GitHub-flavoured Markdown into a tree whose nodes have their positions in the text. Of the GFM extensions only
 * tables are parsed; bare links, task boxes and footnotes read the same as they are written. A long text is split
 * between blocks. The only difference is a reference link whose definition is in another part: it stays as written.
 * @throws TooComplex for a text that would take hours to parse
 */
export function parseMarkdown(text: string, part = PART_CHARACTERS): Root {
  const children: RootContent[] = [];
  const budget = new ParserBudget(text.length);
  let from = 0;
  while (from < text.length) {
    const { nodes, to } = nextPart(text, from, part, budget);
    for (const node of nodes) children.push(node);
    from = to;
  }
  return { type: 'root', children };
}

/** Parses at least `atLeast` characters from the line at `from`. The last block, which may continue, is left to the next part. */
function nextPart(
  text: string,
  from: number,
  atLeast: number,
  budget: ParserBudget,
): { nodes: RootContent[]; to: number } {
  for (let size = atLeast; ; size *= 2) {
    const lineEnd = text.indexOf('\n', from + size);
    if (lineEnd === -1) return { nodes: parsed(text.slice(from), from, budget), to: text.length };
    const nodes = parsed(text.slice(from, lineEnd), from, budget);
    for (let last = nodes.length - 1; last > 0; last--) {
      const lineStart = text.lastIndexOf('\n', spanOf(nodes[last] as RootContent).start) + 1;
      // A blank line ends every construct that spans lines, including a definition whose title is on the next line.
      const isAfterBlankLine = text.startsWith('\n\n', lineStart - 2);
      if (isAfterBlankLine && lineStart >= spanOf(nodes[last - 1] as RootContent).end) {
        return { nodes: nodes.slice(0, last), to: lineStart };
      }
    }
  }
}

/** @param from offset of the text in the whole document */
function parsed(text: string, from: number, budget: ParserBudget): RootContent[] {
  budget.spend(text);
  const tree = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  if (from > 0) {
    visit(tree, ({ position }) => {
      for (const point of [position?.start, position?.end]) {
        if (point?.offset !== undefined) point.offset += from;
      }
    });
  }
  return tree.children;
}

/** The position of a node in the text. Nodes that the parser adds have an empty span. */
export function spanOf(node: Nodes): { start: number; end: number } {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Edit extends Span {
  readonly text: string;
}

/**
 * Renders a node as readable Markdown: its source with resolved links and images and HTML turned into Markdown, without
 * comments. Code stays as it is, in a fence that is always closed.
 */
export function readableMarkdown(node: Nodes, source: string, resolve: ResolveTarget): string {
  if (node.type === 'code') return fenced(node.value, node.lang ?? '');
  const span = spanOf(node);
  const edits: Edit[] = [];
  visit(node, (child, _, parent) => {
    const { start, end } = spanOf(child);
    const slice = source.slice(start, end);
    if (child.type === 'html') {
      const text = isInline(parent) ? inlineHtml(slice, resolve) : readableHtml(slice, resolve);
      edits.push({ start, end, text: indented(text, child === node ? 0 : columnOf(child)) });
    } else if (child.type === 'link' || child.type === 'image' || isAddressDefinition(child)) {
      const target = resolve(child.url, useOf(child));
      const at = slice.lastIndexOf(child.url);
      if (at > 0 && child.url !== '' && target !== child.url && slice.includes(']')) {
        edits.push({ start: start + at, end: start + at + child.url.length, text: target });
      }
    }
  });
  return applyEdits(source, span, edits).trim();
}

/** A footnote of one word is parsed as the definition of an address. */
function isAddressDefinition(node: Nodes): node is Definition {
  return node.type === 'definition' && !node.identifier.startsWith('^');
}

/** A definition does not say what it is used for: the name of the file does. */
function useOf({ type, url }: Link | Image | Definition): 'link' | 'image' {
  const isImage = type === 'image' || (type === 'definition' && /\.(gif|jpe?g|png|svg|webp)$/i.test(url));
  return isImage ? 'image' : 'link';
}

/** Renders an inline tag: images stay, code is marked, formatting disappears, and other tags separate words. */
export function inlineHtml(tag: string, resolve: ResolveTarget): string {
  const name = /^<\/?([a-z][a-z0-9]*)/i.exec(tag)?.[1]?.toLowerCase() ?? '';
  if (name === 'img') return readableHtml(tag, resolve);
  if (name === 'code' || name === 'kbd') return '`';
  if (/^(a|abbr|b|del|em|font|i|ins|mark|s|small|span|strong|sub|sup|u)$/.test(name)) return '';
  return withoutTags(tag).trim() === '' ? ' ' : tag;
}

function isInline(parent: Parents | undefined): boolean {
  return parent !== undefined && !/^(root|blockquote|listItem|footnoteDefinition)$/.test(parent.type);
}

function columnOf(node: Nodes): number {
  return (node.position?.start.column ?? 1) - 1;
}

function indented(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`);
}

/** Applies edits to a span of the source. Of two overlapping edits the first one counts. */
function applyEdits(source: string, span: Span, edits: readonly Edit[]): string {
  let text = '';
  let at = span.start;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < at) continue;
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, span.end);
}

/** A fenced block whose fence is longer than any in the code. */
export function fenced(code: string, language: string): string {
  const runs = [...code.matchAll(/^[ \t]*(`{3,})/gm)].map(([, run]) => run?.length ?? 0);
  const fence = '`'.repeat(runs.reduce((longest, run) => Math.max(longest, run), 2) + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
