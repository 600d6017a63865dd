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
