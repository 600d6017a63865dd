import type { Root } from 'mdast';
import type { AddressStyle } from '../../shared/domain/source.ts';
import { htmlHeadings } from '../../shared/readable-html.ts';
import { proseOf } from './first-sentence.ts';
import type { SplitDocument } from './front-matter.ts';
import { titleText } from './headings.ts';

interface TitledPage {
  readonly tree: Root;
  readonly pages: AddressStyle;
}

/**
 * The title of a document: that of the front matter, else its heading, else the front matter's `name`, else the name of
 * its file.
 */
export function documentTitle(
  path: string,
  { title, name }: SplitDocument['data'],
  page: TitledPage,
): string {
  return title ?? titleHeading(page) ?? name ?? titleFromPath(path);
}

/**
 * The heading that opens the document, or else its first one of depth 1. Badges, HTML and a switch of languages may come
 * before it. A deeper heading that prose precedes is the title of a section.
 */
function titleHeading({ tree, pages }: TitledPage): string | null {
  let opens = true;
  for (const node of tree.children) {
    if (node.type === 'heading' && (opens || node.depth === 1)) {
      const text = titleText(node, pages);
      if (text !== '') return text;
    }
    if (node.type === 'html') {
      for (const { depth, text } of htmlHeadings(node.value)) {
        const line = text.replace(/\s+/g, ' ').trim();
        if (line !== '' && (opens || depth === 1)) return line;
      }
    }
    opens &&= proseOf(node) === '';
  }
  return null;
}

/** Names a document after its file, or after the folder that it is the index of. */
function titleFromPath(path: string): string {
  const parts = path.replace(/\.[^./]+$/, '').split('/');
  const isIndex = /^(_?index|readme([._-][a-z]{2}([_-][a-z]+)?)?)$/i.test(parts.at(-1) ?? '');
  const name = isIndex ? (parts.at(-2) ?? parts.at(-1)) : parts.at(-1);
  return (name ?? '').replace(/[_-]+/g, ' ').trim() || path;
}
