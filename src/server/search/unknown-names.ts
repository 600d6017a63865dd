import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { wordsOf } from '../../shared/lexical/words.ts';

/** A word that is a name of code and nothing else: a capital after a small letter, or a `_` within. */
const NAME = /[a-z0-9][A-Z]|[^_]_[^_]/;
/** Of more names at once, passages that have one of them may not be among those found: from eight on some were not. */
const MAX_NAMES = 5;

/**
 * The names in a question that the docs do not have, though they may have their parts: a model makes up names, and
 * would take an answer about their parts for a confirmation. None where the question has many.
 * @param found by the question's words, of which a whole name is one: whatever has it is among them
 */
export function unknownNames(question: string, found: readonly DocumentMatch[]): string[] {
  const names = [...new Set(wordsOf(question).filter((word) => NAME.test(word)))];
  if (names.length === 0 || names.length > MAX_NAMES) return [];
  const texts = found.flatMap(({ document, chunks }) =>
    chunks.map(({ chunk }) =>
      [document.title, ...chunk.breadcrumbs, ...chunk.identifiers, chunk.text].join('\n').toLowerCase(),
    ),
  );
  return names.filter((name) => {
    const singular = name.toLowerCase().replace(/s$/, '');
    return !texts.some((text) => text.includes(singular));
  });
}
