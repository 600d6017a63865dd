import type { Root } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { SourceFile } from '../source/docs-source.ts';
import { isUnprintable } from '../source/document-files.ts';
import { UNPRINTABLE_NAME } from '../source/source-file.ts';
import { chunksOf } from './chunks.ts';
import { countTokens } from './count-tokens.ts';
import { type PageText, readFrontMatter } from './front-matter.ts';
import { entitiesOf } from './identifiers.ts';
import { parseMarkdown } from './markdown-tree.ts';
import { pageUrl, resolveTarget, type Site } from './page-url.ts';
import { TooComplex } from './parser-budget.ts';
import type { PreparedDocument } from './prepared-document.ts';
import { sectionsOf } from './sections.ts';
import { withoutShortcodes } from './shortcodes.ts';

/**
 * Turns a file into a document and its chunks. Hostile input is normal input: what cannot become a document is
 * returned as skipped, with a reason for a person. Deterministic: same bytes, same path, same site, same result.
 */
export function prepareDocument(file: SourceFile, site: Site): PreparedDocument | SkippedDocument {
  const { path, blob } = file;
  const skipped = (reason: string): SkippedDocument => ({ path, blob, reason });
  if (file.bytes === null) return skipped(file.withheld);
  // Its bytes may come from the index, where they are another page's.
  if (isUnprintable(path)) return skipped(UNPRINTABLE_NAME);
  const content = decode(file.bytes);
  if (content === null) return skipped('not UTF-8 text');
  const front = readFrontMatter(content);
  if ('reason' in front) return skipped(front.reason);
  const source = front.body.replaceAll('\r\n', '\n');
  try {
    return preparedDocument(file, content, front, source, site);
  } catch (error) {
    if (error instanceof TooComplex) return skipped(error.message);
    if (error instanceof RangeError) return skipped('nested too deeply');
    throw error;
  }
}

function preparedDocument(
  { path, blob }: SourceFile,
  content: string,
  front: PageText,
  source: string,
  site: Site,
): PreparedDocument {
  const url = pageUrl(path, site, front.data);
  const tree = parseMarkdown(source);
  const parts = sectionsOf(tree, source, front.bodyLine, (target) => resolveTarget(target, path, url, site));
  const outline = parts.flatMap(({ heading }) => (heading === null ? [] : [heading]));
  const title = front.data.title ?? outline[0]?.text ?? nameOf(path);
  const { description, weight, updatedAt } = front.data;
  return {
    document: {
      path,
      blob,
      title,
      url,
      description,
      summary: description || firstSentence(tree),
      entities: entitiesOf(title, parts),
      weight,
      updatedAt,
      tokens: countTokens(content),
      outline,
      content,
    },
    chunks: chunksOf({ path, title, url, description }, parts),
  };
}

/** The text of a file, byte order mark included; null where it is no UTF-8 or holds a NUL. */
function decode(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A page without title and headings is named after its file, a section after its folder. */
function nameOf(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const name = /^_?index$/i.test(parts.at(-1) ?? '') ? parts.at(-2) : parts.at(-1);
  return (name ?? '').replace(/[_-]+/g, ' ').trim() || path;
}

const MAX_CHARACTERS = 300;

/** The first real sentence of a page: of the first paragraph of at least five words. `''` where there is none. */
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
