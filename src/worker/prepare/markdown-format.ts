import { pathBelow, type Root } from '../../shared/domain/source.ts';
import { languageOf } from '../source/source-files.ts';
import { buildChunks } from './chunks.ts';
import { addressesOf } from './document-addresses.ts';
import { documentTitle } from './document-title.ts';
import { firstSentence } from './first-sentence.ts';
import type { Format, TextFile, Unprepared } from './format.ts';
import { readFrontMatter } from './front-matter.ts';
import { findEntities } from './identifiers.ts';
import { parseMarkdown } from './markdown-tree.ts';
import type { ChunkSizes } from './passages.ts';
import type { PreparedDocument } from './prepared-document.ts';
import { splitSections } from './sections.ts';
import { countTokens } from './split-text.ts';

/** Markdown with front matter. The sections of a document are its headings. */
export const markdownFormat: Format = { prepare };

function prepare(
  { path, blob, content }: TextFile,
  root: Root,
  sizes?: ChunkSizes,
): PreparedDocument | Unprepared {
  const front = readFrontMatter(content);
  if ('reason' in front) return front;
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
    chunks: buildChunks({ path, title, url, description, language }, parts, sizes),
  };
}
