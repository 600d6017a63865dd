const WORD = /[\p{L}\p{N}_]+/gu;
/** Scripts written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}/gu;

/** The words of a text as written: letters, digits and `_`; Chinese and Japanese as pairs of characters. */
export function wordsOf(text: string): string[] {
  return spaced(text).match(WORD) ?? [];
}

/** A text whose Chinese and Japanese runs are pairs of characters with spaces between, so that a word tokenizer can find a part of a run. */
export function spaced(text: string): string {
  return text.replace(UNSPACED, (run) => ` ${pairs([...run]).join(' ')} `);
}

function pairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}

/** Words a query is made of rather than asks about, in lower case. Few: a word that can name something stays. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and are as at be been being but by can could did do does for from how i in into is it its ' +
    'me my of on or our s should t that the their them there these they this those to us was we were ' +
    'what when where which who whom why will with would you your'
  ).split(' '),
);

/** Whether a word says nothing about what a query is after. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Where a Go identifier changes word: lower to upper case, a run of capitals before a word, letters to digits. */
const WORD_BOUNDARY =
  /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})|[_\-./]+/u;

/** The words an identifier is made of, lower case: `WithGenLocalState` → `with gen local state`. */
export function identifierWords(identifier: string): string[] {
  return identifier
    .split(WORD_BOUNDARY)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
