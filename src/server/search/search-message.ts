import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Correction } from './correct-spelling.ts';

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
  /** Names of the question that the docs do not have; none where only some of the docs were searched. */
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
      `Nothing ${where} matches this question; ask in the language and the terms of the documentation.`,
    );
  } else if (search.found === 0) {
    sentences.push(
      `What matches this question scores less than min_score: ${search.best.toFixed(2)} at best.`,
    );
  } else if (search.confident) {
    for (const name of search.unknown) {
      sentences.push(`The documentation has no name "${name}"; what follows has parts of it at most.`);
    }
  } else {
    sentences.push(
      'Nothing in the documentation is close to this question; what follows is the nearest and may not answer it.',
    );
  }
  return sentences.length === 0 ? undefined : sentences.join(' ');
}
