import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Correction } from './correct-spelling.ts';

/** What a search should say beside its results, if anything: sentences for a model or a person. */
export function searchMessage(search: {
  readonly status: IndexStatus;
  readonly found: number;
  readonly confident: boolean;
  readonly corrections: readonly Correction[];
}): string | undefined {
  if (search.status.sequence === 0) return 'The index is empty: no sync has published yet.';
  const sentences = search.corrections.map(
    ({ word, name }) => `The documentation does not know "${word}"; searched for "${name}".`,
  );
  if (search.found === 0) {
    sentences.push('Nothing in the documentation matches this question.');
  } else if (!search.confident) {
    sentences.push(
      'Nothing in the documentation is close to this question; what follows is the nearest and may not answer it.',
    );
  }
  return sentences.length === 0 ? undefined : sentences.join(' ');
}
