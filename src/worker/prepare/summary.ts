import type { Root } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { withoutShortcodes } from './shortcodes.ts';

const MAX_CHARACTERS = 300;

/** The first real sentence of a page: of the first paragraph of at least five words. `''` where there is none. */
export function firstSentence(tree: Root): string {
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
