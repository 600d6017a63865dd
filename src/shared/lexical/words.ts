const WORD = /[\p{L}\p{N}_]+/gu;
/** Runs of scripts that are written without spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}/gu;

/** Returns the words of a text as written: letters, digits and `_`; Chinese and Japanese as character bigrams. */
export function wordsOf(text: string): string[] {
  return spaced(text).match(WORD) ?? [];
}

/** Replaces Chinese and Japanese runs by space-separated character bigrams, so that a word tokenizer can match parts of a run. */
export function spaced(text: string): string {
  return text.replace(UNSPACED, (run) => ` ${bigrams([...run]).join(' ')} `);
}

function bigrams(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}

/** Function words of a query, in lower case. Deliberately few: a word that can name something is not listed. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and are as at be been being but by can could did do does for from how i in into is it its ' +
    'me my of on or our s should t that the their them there these they this those to us was we were ' +
    'what when where which who whom why will with would you your'
  ).split(' '),
);

/** Whether a lower-case word is a stop word: it says nothing about what a query is looking for. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Word boundaries in a Go identifier: lower to upper case, the last capital of a run, letters to digits and back. */
const WORD_BOUNDARY =
  /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})|[_\-./]+/u;

/** Splits an identifier into lower-case words: `WithGenLocalState` → `with`, `gen`, `local`, `state`. */
export function identifierWords(identifier: string): string[] {
  return identifier
    .split(WORD_BOUNDARY)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
