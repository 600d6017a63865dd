import type { Nodes, Parents } from 'mdast';
import { visit } from 'unist-util-visit';
import { spanOf } from './markdown-tree.ts';
import { type Resolve, readableHtml, withoutTags } from './readable-html.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const SHORTCODE = /\{\{[<%][\s\S]*?[>%]\}\}/g;

/**
 * A node as readable Markdown: its own source, with links and images resolved, HTML turned into Markdown,
 * comments and Hugo shortcodes dropped. Code stays as it is, in a fence that is always closed.
 */
export function readableMarkdown(node: Nodes, source: string, resolve: Resolve): string {
  if (node.type === 'code') return fenced(node.value, node.lang ?? '');
  const span = spanOf(node);
  const edits: Edit[] = [];
  visit(node, (child, _, parent) => {
    const { start, end } = spanOf(child);
    const slice = source.slice(start, end);
    if (child.type === 'html') {
      const text = isInline(parent) ? inlineHtml(slice, resolve) : readableHtml(slice, resolve);
      edits.push({ start, end, text: indented(text, child === node ? 0 : columnOf(child)) });
    } else if (child.type === 'text') {
      for (const found of slice.matchAll(SHORTCODE)) {
        edits.push({ start: start + found.index, end: start + found.index + found[0].length, text: '' });
      }
    } else if ((child.type === 'link' || child.type === 'image') && slice.endsWith(')')) {
      const at = slice.lastIndexOf(`](${child.url}`);
      const target = resolve(child.url);
      if (at !== -1 && target !== child.url) {
        edits.push({ start: start + at + 2, end: start + at + 2 + child.url.length, text: target });
      }
    }
  });
  return applied(source, span, edits).trim();
}

/** A tag in the middle of a line: images stay, other tags go. */
function inlineHtml(tag: string, resolve: Resolve): string {
  return /^<img\s/i.test(tag) ? readableHtml(tag, resolve) : withoutTags(tag).replace(/\s+/g, ' ');
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

function applied(source: string, span: { start: number; end: number }, edits: readonly Edit[]): string {
  let text = '';
  let at = span.start;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < at) continue;
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, span.end);
}

function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/^\s*(`{3,})/gm)].map(([, run]) => run?.length ?? 0));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
