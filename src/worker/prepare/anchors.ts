import GithubSlugger from 'github-slugger';
import type { AddressStyle } from '../../shared/domain/source.ts';

/** What a heading's anchor is made of. */
export interface HeadingText {
  /** Its text without markup. */
  readonly text: string;
  /** The anchor that it has attributes for; null if it has none. */
  readonly id: string | null;
}

/** Makes the anchors of one document. Call it once for each heading, in order: repeated anchors are numbered. */
export type MakeAnchor = (heading: HeadingText) => string;

/** Starts the anchors of a document in the style of its root. */
export function anchorMaker(pages: AddressStyle): MakeAnchor {
  return pages === 'hugo' ? hugoAnchors() : githubAnchors();
}

/**
 * GitHub's anchors: the text in lower case without punctuation and symbols, `-` for every space. Repeated ones are
 * numbered -1, -2 …; the anchor of a heading without letters and digits may be empty.
 */
function githubAnchors(): MakeAnchor {
  const slugger = new GithubSlugger();
  return ({ text }) => slugger.slug(text);
}

/**
 * Hugo's anchors (`autoHeadingIDType: github`). An anchor has the letters, digits and `_` of the text in lower case, `-`
 * for every space and hyphen, and nothing else. Repeated anchors are numbered -1, -2 … in the order of the document. A
 * heading without text has none.
 */
function hugoAnchors(): MakeAnchor {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return ({ text, id }) => {
    if (id !== null) {
      taken.add(id);
      return id;
    }
    if (text === '') return '';
    const base = slug(text) || 'heading';
    let anchor = base;
    let number = next.get(base) ?? 1;
    while (taken.has(anchor)) {
      anchor = `${base}-${number}`;
      number += 1;
    }
    next.set(base, number);
    taken.add(anchor);
    return anchor;
  };
}

/** One letter becomes one letter, wherever it stands in a word: `Σ` is `σ`, `İ` is `i`. */
function lowerCase(letter: string): string {
  return [...letter.toLowerCase()][0] ?? '';
}

function slug(text: string): string {
  return text
    .trim()
    .replace(/[^\p{L}\p{Nd}_\- ]/gu, '')
    .replaceAll(' ', '-')
    .replace(/\p{Lu}|\p{Lt}/gu, lowerCase);
}
