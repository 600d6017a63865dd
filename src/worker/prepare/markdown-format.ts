import { pathBelow } from '../../shared/domain/source.ts';
import { languageOf } from '../source/source-files.ts';
import { buildChunks } from './chunks.ts';
import { addressesOf } from './document-addresses.ts';
import { documentTitle } from './document-title.ts';
import { firstSentence } from './first-sentence.ts';
import type { Format, PreparationContext, TextFile, Unprepared } from './format.ts';
import { readFrontMatter, type SplitDocument } from './front-matter.ts';
import { aliasPaths } from './hugo-addresses.ts';
import { hugoSource } from './hugo-source.ts';
import { findEntities } from './identifiers.ts';
import { parseMarkdown } from './markdown-tree.ts';
import type { PreparedDocument } from './prepared-document.ts';
import { publicationAt } from './publication.ts';
import { splitSections } from './sections.ts';
import { countTokens } from './split-text.ts';

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
