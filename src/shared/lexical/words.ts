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
