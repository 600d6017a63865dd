import { wordsOf } from '../../shared/lexical/words.ts';
import type { KnownWords } from './names.ts';
import { nearestName } from './nearest-name.ts';
import { wordStems } from './word-stems.ts';

/** A word of a question that the docs do not know, and the name it is most likely meant to be. */
export interface Correction {
  readonly word: string;
  readonly name: string;
}

/** Longer questions are looked at by their beginning. */
const MAX_WORDS = 48;

/** The mistyped names in a question. A word whose parts the docs all know is none. */
export function correctSpelling(question: string, { stems, names }: KnownWords): Correction[] {
  const unknown = new Set(
    wordsOf(question)
      .slice(0, MAX_WORDS)
      .filter((word) => !wordStems(word).every((stem) => stems.has(stem))),
  );
  return [...unknown].flatMap((word) => {
    const name = names.get(nearestName(word.toLowerCase(), names.keys()) ?? '');
    return name === undefined ? [] : [{ word, name }];
  });
}

/** The question with its mistyped names put right. */
export function corrected(question: string, corrections: readonly Correction[]): string {
  return corrections.reduce((text, { word, name }) => text.replaceAll(word, name), question);
}
