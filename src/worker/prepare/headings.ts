import type { Heading, Nodes, PhrasingContent, RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import type { AddressStyle } from '../../shared/domain/source.ts';
import { htmlHeadings } from '../../shared/readable-html.ts';
import type { HeadingText } from './anchors.ts';
import { splitAttributes } from './heading-attributes.ts';
import { hugoHeadingText } from './hugo-heading.ts';
import { inlineHtml } from './readable-markdown.ts';

/** The text of a heading as outlines show it: without marks, tags and attributes, an image by its description. */
export function headingText({ children }: Pick<Heading, 'children'>, pages: AddressStyle): string {
  const text = children.map(plainHeading).join('');
  return (pages === 'hugo' ? splitAttributes(text).text : text).replace(/\s+/g, ' ').trim();
}

function plainHeading(node: PhrasingContent): string {
  if (node.type === 'html') return inlineHtml(node.value, (target) => target).replace(/^(`|!.*)$/, '');
  if (node.type === 'break') return ' ';
  return 'children' in node ? node.children.map(plainHeading).join('') : plainText(node);
}

/** The text of a heading that stands as a title: without logos and badges, unless there is nothing else. */
export function titleText(heading: Heading, pages: AddressStyle): string {
  const bare = { children: heading.children.flatMap(withoutImages) };
  return headingText(bare, pages) || headingText(heading, pages);
}

function withoutImages(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'image' || node.type === 'imageReference') return [];
  return node.type === 'link' ? [{ ...node, children: node.children.flatMap(withoutImages) }] : [node];
}

/** What the anchor of a heading is made of. */
export function anchorText(node: Heading, source: string, pages: AddressStyle): HeadingText {
  if (pages === 'hugo') return hugoHeadingText(node, source);
  return { text: plainText(node, { includeImageAlt: false, includeHtml: false }), id: null };
}

/**
 * The headings inside of a block that get an anchor, in order: in lists, quotes and HTML, which Hugo leaves as it is. They
 * begin no section.
 */
export function innerHeadings(block: RootContent, source: string, pages: AddressStyle): HeadingText[] {
  const found: HeadingText[] = [];
  visit(block as Nodes, (node) => {
    if (node.type === 'heading') found.push(anchorText(node, source, pages));
    if (node.type === 'html' && pages !== 'hugo')
      found.push(...htmlHeadings(node.value).map(({ text }) => ({ text, id: null })));
  });
  return found;
}
