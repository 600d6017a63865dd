import type { Definition, Image, Link, Nodes, Parents } from 'mdast';
import { visit } from 'unist-util-visit';
import { type ResolveTarget, readableHtml, withoutTags } from '../../shared/readable-html.ts';
import { spanOf } from './markdown-tree.ts';

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
