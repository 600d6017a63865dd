import { wordStems } from '../../shared/lexical/words.ts';
import { cleanText } from '../answer/answer-text.ts';
import { queryStems } from '../search/query-match.ts';
import { type Html, html } from './html.ts';

/** Escapes a text, and perhaps marks some of its words. */
export type MarkWords = (text: string) => Html;

/** Marks nothing, and leaves hidden characters out. */
export const unmarked: MarkWords = (text) => html`${cleanText(text)}`;

const WORD = /([\p{L}\p{N}\p{M}_]+)/u;
const CHINESE = /\p{Script=Han}/u;

/**
 * Makes a function that marks the words of a query in a text: those with the same stem, as the search compares them. In
 * Chinese, which does not separate words, the characters of the query's words are marked.
 */
export function wordMarker(query: string): MarkWords {
  const stems = new Set(queryStems(query));
  if (stems.size === 0) return unmarked;
  const chinese = [...stems].filter((stem) => CHINESE.test(stem));
  const inChinese = chinese.length === 0 ? null : new RegExp(`(${chinese.join('|')})`, 'u');
  return (text) =>
    html`${cleanText(text)
      .split(WORD)
      .map((word, at) => {
        if (at % 2 === 0) return word;
        if (inChinese !== null && CHINESE.test(word))
          return word.split(inChinese).map((part, i) => (i % 2 === 1 ? html`<mark>${part}</mark>` : part));
        return wordStems(word).some((stem) => stems.has(stem)) ? html`<mark>${word}</mark>` : word;
      })}`;
}
