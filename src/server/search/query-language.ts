import { CODE_LANGUAGE } from '../../shared/domain/document.ts';
import type { IndexQuery } from '../../shared/index/index-reader.ts';
import { hasChinese } from '../../shared/lexical/words.ts';
import { isInLanguage, languageName, primaryLanguage } from '../documents/languages.ts';

type Languages = NonNullable<IndexQuery['languages']>;

/** Which documents a query is answered from. */
export interface LanguageChoice {
  /** Searched first; undefined: all documents. */
  readonly first: Languages | undefined;
  /** All others, searched where the first do not answer; undefined if there are none. */
  readonly rest: Languages | undefined;
}

/** The languages that are recognised by their script. */
const OWN_SCRIPT: ReadonlySet<string> = new Set(['zh', 'ja', 'ko']);

/** The language of a text in Chinese, Japanese or Korean script; null for any other script. */
export function scriptLanguage(text: string): 'zh' | 'ja' | 'ko' | null {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  return hasChinese(text) ? 'zh' : null;
}

/**
 * Chooses the documents a query is answered from: those in the language asked for; else those in the language of its
 * script; else those in a language of no script of its own. Code is always among them.
 * @param asked a language range (`zh` covers `zh-CN`, and `zh-CN` is `zh` where there is no more exact one) or the English
 *   name of a language
 * @param available the languages of the index
 */
export function chooseLanguages(
  query: string,
  asked: string | undefined,
  available: readonly string[],
): LanguageChoice {
  if (asked !== undefined) {
    const wanted = languagesAskedFor(asked, available);
    return wanted.length === 0
      ? { first: { only: [asked] }, rest: { except: [asked] } }
      : split(wanted, available);
  }
  const script = scriptLanguage(query);
  const inScript = available.filter((language) => primaryLanguage(language) === script);
  const others = available.filter((language) => !OWN_SCRIPT.has(primaryLanguage(language)));
  return split(inScript.length > 0 ? inScript : others, available);
}

/**
 * The languages of the index that are asked for. A range that covers none is shortened, from its end, until it does, as in
 * https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function languagesAskedFor(asked: string, available: readonly string[]): string[] {
  const named = available.filter((language) => languageName(language).toLowerCase() === asked.toLowerCase());
  if (named.length > 0) return named;
  const parts = asked.split(/[-_]/);
  for (let length = parts.length; length > 0; length--) {
    const range = parts.slice(0, length).join('-');
    const within = available.filter((language) => isInLanguage(language, range));
    if (within.length > 0) return within;
  }
  return [];
}

function split(wanted: readonly string[], available: readonly string[]): LanguageChoice {
  const withCode = [...new Set([...wanted, CODE_LANGUAGE])];
  const others = available.filter((language) => !withCode.includes(language));
  if (wanted.length === 0 || others.length === 0) return { first: undefined, rest: undefined };
  return { first: { only: withCode }, rest: { except: withCode } };
}
