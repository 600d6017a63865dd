import { z } from 'zod';
import { joined, type Line, line, sentence, term } from '../../answer/answer-text.ts';
import { languageName, type Translation } from '../../documents/languages.ts';

/** The same document in other languages, as answers show it; absent if there is none. */
export const translationList = z
  .array(z.object({ path: z.string(), language: z.string() }))
  .optional()
  .describe('The same document in other languages');

/** The lines of an answer that name the translations of a document: one, or none if it has none. */
export function translationLines(translations: readonly Translation[] = []): readonly Line[] {
  if (translations.length === 0) return [];
  const each = translations.map(
    ({ path, language }) => line`${sentence(languageName(language))}: ${term(path)}`,
  );
  return [line`Also in ${joined(each, '; ')}`];
}
