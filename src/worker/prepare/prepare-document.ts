import type { Root } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { Document, SkippedDocument } from '../../shared/domain/document.ts';
import type { SourceFile } from '../source/docs-source.ts';
import { isUnprintable, UNPRINTABLE_NAME } from '../source/document-files.ts';
import { buildChunks } from './chunks.ts';
import { documentUrl, resolveTarget, type Site } from './document-url.ts';
import { readFrontMatter, type SplitDocument } from './front-matter.ts';
import { findEntities } from './identifiers.ts';
import { parseMarkdown, withoutShortcodes } from './markdown-tree.ts';
import { TooComplex } from './parser-budget.ts';
import type { PreparedDocument } from './prepared-document.ts';
import { splitSections } from './sections.ts';
import { countTokens } from './split-text.ts';

/**
 * Turns a file into a document and its chunks. A file that cannot become a document is returned as skipped, with a
 * reason for a person. Deterministic: the same bytes, path and site give the same result.
 */
export function prepareDocument(file: SourceFile, site: Site): PreparedDocument | SkippedDocument {
  const { path, blob } = file;
  const skipped = (reason: string): SkippedDocument => ({ path, blob, reason });
  if (file.bytes === null) return skipped(file.withheld);
  // The bytes may come from the index, where they belong to another document.
  if (isUnprintable(path)) return skipped(UNPRINTABLE_NAME);
  const content = decode(file.bytes);
  if (content === null) return skipped('not UTF-8 text');
  const front = readFrontMatter(content);
  if ('reason' in front) return skipped(front.reason);
  try {
    return buildDocument({ path, blob, content }, front, site);
  } catch (error) {
    if (error instanceof TooComplex) return skipped(error.message);
    if (error instanceof RangeError) return skipped('nested too deeply');
    throw error;
  }
}

function buildDocument(
  { path, blob, content }: Pick<Document, 'path' | 'blob' | 'content'>,
  front: SplitDocument,
  site: Site,
): PreparedDocument {
  const source = front.body.replaceAll('\r\n', '\n');
  const url = documentUrl(path, site, front.data);
  const tree = parseMarkdown(source);
  const parts = splitSections(tree, source, front.bodyLine, (target) =>
    resolveTarget(target, path, url, site),
  );
  const outline = parts.flatMap(({ heading }) => (heading === null ? [] : [heading]));
  const title = front.data.title ?? outline[0]?.text ?? titleFromPath(path);
  const { description, weight, updatedAt } = front.data;
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
      tokens: countTokens(content),
      outline,
      content,
    },
    chunks: buildChunks({ path, title, url, description }, parts),
  };
}

/** Decodes a file, including its byte order mark. Returns null if it is not UTF-8 or contains a NUL. */
function decode(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Names a document without title and headings after its file, or a section after its folder. */
function titleFromPath(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const name = /^_?index$/i.test(parts.at(-1) ?? '') ? parts.at(-2) : parts.at(-1);
  return (name ?? '').replace(/[_-]+/g, ' ').trim() || path;
}

const MAX_CHARACTERS = 300;

/** The first sentence of the first paragraph with at least five words, or `''`. */
function firstSentence(tree: Root): string {
  for (const node of tree.children) {
    if (node.type !== 'paragraph') continue;
    const text = withoutShortcodes(plainText(node, { includeImageAlt: false, includeHtml: false }))
      .replace(/\s+/g, ' ')
      .trim();
    if (text.split(' ').length < 5) continue;
    return clipped(/^.{20,}?[.!?。！？](?=\s|$)/u.exec(text)?.[0] ?? text);
  }
  return '';
}

function clipped(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}
