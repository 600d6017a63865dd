import type { Root, RootContent } from 'mdast';
import type { OutlineHeading } from '../../shared/domain/document.ts';
import { type AddressStyle, pathBelow } from '../../shared/domain/source.ts';
import { type ResolveTarget, readableHtml } from '../../shared/readable-html.ts';
import { languageOf } from '../source/source-files.ts';
import { buildChunks } from './chunks.ts';
import { addressesOf, aliasPaths } from './document-addresses.ts';
import type { Format, PreparationContext, Section, TextFile } from './format.ts';
import { readFrontMatter, type SplitDocument } from './front-matter.ts';
import { anchorMaker, anchorText, headingText, innerHeadings, type MakeAnchor } from './headings.ts';
import { hugoSource, type MarkdownSource } from './hugo-source.ts';
import { findEntities } from './identifiers.ts';
import { parseMarkdown, readableMarkdown, spanOf } from './markdown-tree.ts';
import type { PreparedDocument, Unprepared } from './prepared-document.ts';
import { publicationAt } from './publication.ts';
import { countTokens } from './split-text.ts';
import { documentTitle, firstSentence } from './title-and-summary.ts';

/** Markdown with front matter. The sections of a document are its headings. */
export const markdownFormat: Format = { prepare };

function prepare(
  { path, blob, content }: TextFile,
  { root, now, sizes }: PreparationContext,
): PreparedDocument | Unprepared {
  const front = readFrontMatter(content);
  if ('reason' in front) return front;
  const onSite = root.pages === 'hugo' ? onHugoSite(path, front.data, { root, now }) : {};
  if ('reason' in onSite) return onSite;
  const { url, resolve } = addressesOf(path, root, front.data);
  const body = front.body.replaceAll('\r\n', '\n');
  const source = root.pages === 'hugo' ? hugoSource(body, resolve) : { text: body };
  const tree = parseMarkdown(source.text);
  const parts = splitSections({ tree, source, firstLine: front.bodyLine }, root.pages, resolve);
  const outline = parts.flatMap(({ heading }) => (heading === null ? [] : [heading]));
  const title = documentTitle(path, front.data, { tree, pages: root.pages });
  const { description, weight, updatedAt } = front.data;
  const language = languageOf(root, pathBelow(path, root));
  return {
    document: {
      path,
      blob,
      title,
      url,
      description,
      summary: description || firstSentence(tree),
      entities: findEntities(title, parts),
      weight,
      updatedAt,
      language,
      tokens: countTokens(content),
      outline,
      content,
    },
    chunks: buildChunks({ path, title, url, description, language }, parts, sizes),
    ...onSite,
  };
}

/** What a site made by Hugo makes of a page besides its text. */
function onHugoSite(
  path: string,
  { publication, aliases, ...own }: SplitDocument['data'],
  { root, now }: PreparationContext,
): Unprepared | Pick<PreparedDocument, 'formerPaths' | 'dueAt'> {
  const { reason, changesAt } = publicationAt(publication, now);
  const due = changesAt === null ? {} : { dueAt: changesAt };
  if (reason !== null) return { reason, unpublished: true, ...due };
  return aliases.length === 0 ? due : { ...due, formerPaths: aliasPaths(aliases, path, root, own) };
}

const TABLE_END = '</table>';

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
