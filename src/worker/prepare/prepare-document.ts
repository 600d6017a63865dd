import type { Document, SkippedDocument } from '../../shared/domain/document.ts';
import { pathBelow, type Root } from '../../shared/domain/source.ts';
import type { SourceFile } from '../source/docs-source.ts';
import { isUnprintable, UNPRINTABLE_NAME } from '../source/document-files.ts';
import { languageOf } from '../source/root-files.ts';
import { buildChunks } from './chunks.ts';
import { addressesOf } from './document-addresses.ts';
import { documentTitle } from './document-title.ts';
import { firstSentence } from './first-sentence.ts';
import { readFrontMatter, type SplitDocument } from './front-matter.ts';
import { findEntities } from './identifiers.ts';
import { parseMarkdown } from './markdown-tree.ts';
import { TooComplex } from './parser-budget.ts';
import type { PreparedDocument } from './prepared-document.ts';
import { splitSections } from './sections.ts';
import { countTokens } from './split-text.ts';

/**
 * Turns a file into a document and its chunks. A file that cannot become a document is returned as skipped, with a
 * reason for a person. Deterministic: the same bytes, path and root give the same result.
 * @param file with its path in the index, which is below `root.at`
 */
export function prepareDocument(file: SourceFile, root: Root): PreparedDocument | SkippedDocument {
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
    return buildDocument({ path, blob, content }, front, root);
  } catch (error) {
    if (error instanceof TooComplex) return skipped(error.message);
    if (error instanceof RangeError) return skipped('nested too deeply');
    throw error;
  }
}

function buildDocument(
  { path, blob, content }: Pick<Document, 'path' | 'blob' | 'content'>,
  front: SplitDocument,
  root: Root,
): PreparedDocument {
  const source = front.body.replaceAll('\r\n', '\n');
  const tree = parseMarkdown(source);
  const { url, resolve } = addressesOf(path, root, front.data);
  const parts = splitSections({ tree, source, firstLine: front.bodyLine }, root.pages, resolve);
  const outline = parts.flatMap(({ heading }) => (heading === null ? [] : [heading]));
  const title = documentTitle(path, front.data, tree);
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
    chunks: buildChunks({ path, title, url, description, language }, parts),
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
