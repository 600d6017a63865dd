import type { Root, RootContent } from 'mdast';
import { toString as plainText } from 'mdast-util-to-string';
import type { AddressStyle } from '../../shared/domain/source.ts';
import { htmlHeadings } from '../../shared/readable-html.ts';
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

const MAX_CHARACTERS = 300;
const MIN_WORDS = 5;

/** The first sentence of the first paragraph that is prose, or `''`. */
export function firstSentence(tree: Root): string {
  for (const node of tree.children) {
    const sentence = openingSentence(proseOf(node));
    if (sentence !== '') return sentence;
  }
  return '';
}

/** The first sentence of a paragraph of plain text, or `''` if it is no prose. */
export function sentenceOf(paragraph: string): string {
  const text = paragraph.replace(/\s+/g, ' ').trim();
  return isProse(text) ? openingSentence(text) : '';
}

function openingSentence(text: string): string {
  return clipped(SENTENCE.exec(text)?.[0] ?? text);
}

/** Chinese and Japanese put no space after a full stop. */
const SENTENCE = /^.{20,}?(?:[.!?](?=\s|$)|[。！？])/u;

/** The text of a paragraph of at least five words, or `''`, without marks of footnotes. Badges, and links to other languages, are no prose. */
function proseOf(node: RootContent): string {
  if (node.type !== 'paragraph') return '';
  const children = node.children.filter(
    (child) => !(child.type === 'linkReference' && child.identifier.startsWith('^')),
  );
  const text = plainText({ ...node, children }, { includeImageAlt: false, includeHtml: false })
    .replace(/\[\^[^\]\s]{1,100}\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return isProse(text) ? text : '';
}

function isProse(text: string): boolean {
  return countWords(text) >= MIN_WORDS && !isMenu(text);
}

/** Two Chinese characters count as a word, because no spaces separate Chinese words. */
function countWords(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.split(' ').length + Math.floor(han / 2);
}

/** Whether a text is a row of links such as `English | 简体中文 | Português do Brasil`. */
function isMenu(text: string): boolean {
  const parts = text.split(/[|·•]/);
  return parts.length > 1 && parts.every((part) => part.length <= 30 && part.trim().split(' ').length <= 3);
}

function clipped(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_CHARACTERS ? text : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}
