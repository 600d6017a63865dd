import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { DocumentMatch } from '../../shared/index/index-reader.ts';
import { isStopWord, wordsOf } from '../../shared/lexical/words.ts';
import type { RankedMatch } from './rank-documents.ts';
import type { Correction } from './spelling.ts';

/** What a search should say beside its results, if anything: sentences for a model or a person. */
export function searchMessage(search: {
  readonly status: IndexStatus;
  /** How many documents matched, and how many of them are shown. */
  readonly matched: number;
  readonly found: number;
  /** The best score of those that matched. */
  readonly best: number;
  readonly pathPrefix: string | undefined;
  readonly confident: boolean;
  readonly corrections: readonly Correction[];
  /** Names of the query that the docs do not have; none where only some of the docs were searched. */
  readonly unknown: readonly string[];
}): string | undefined {
  if (search.status.sequence === 0) return 'The index is empty: no sync has published yet.';
  const sentences = search.corrections.map(
    ({ word, name }) => `The documentation does not know "${word}"; searched for "${name}".`,
  );
  if (search.matched === 0) {
    const where =
      search.pathPrefix === undefined ? 'in the documentation' : `below ${JSON.stringify(search.pathPrefix)}`;
    sentences.push(
      `Nothing ${where} matches this query; ask in the language and the terms of the documentation.`,
    );
  } else if (search.found === 0) {
    sentences.push(`What matches this query scores less than min_score: ${search.best.toFixed(2)} at best.`);
  } else if (search.confident) {
    for (const name of search.unknown) {
      sentences.push(`The documentation has no name "${name}"; what follows has parts of it at most.`);
    }
  } else {
    sentences.push(
      'Nothing in the documentation is close to this query; what follows is the nearest and may not answer it.',
    );
  }
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** Share of a query that one document must speak of, where the evaluation told answers from guesses best. */
const ENOUGH = 0.35;
/** How many of the leading documents are looked at. */
const LEADING = 3;

/**
 * Whether any of the leading documents speaks of what the query asks about, or all of this is only the nearest.
 * Small words alone ask about nothing, though every document has them.
 */
export function answersQuery(query: string, ranked: readonly Pick<RankedMatch, 'covered'>[]): boolean {
  if (wordsOf(query).every((word) => isStopWord(word.toLowerCase()))) return false;
  return ranked.slice(0, LEADING).some(({ covered }) => covered >= ENOUGH);
}

/** A word that is a name of code and nothing else: a capital after a small letter, or a `_` within. */
const NAME = /[a-z0-9][A-Z]|[^_]_[^_]/;
/** Of more names at once, passages that have one of them may not be among those found: from eight on some were not. */
const MAX_NAMES = 5;

/**
 * The names in a query that the docs do not have, though they may have their parts: a model makes up names, and
 * would take an answer about their parts for a confirmation. None where the query has many.
 * @param found by the query's words, of which a whole name is one: whatever has it is among them
 */
export function unknownNames(query: string, found: readonly DocumentMatch[]): string[] {
  const names = [...new Set(wordsOf(query).filter((word) => NAME.test(word)))];
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
