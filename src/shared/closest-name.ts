import { closest, distance } from 'fastest-levenshtein';

/** A letter too many or too few, another one, or two swapped. */
const LONGEST_SLIP = 2;

/** The name that was meant by a misspelt one; null where none is near enough to say so. */
export function closestName(word: string, names: readonly string[]): string | null {
  const near = names.filter((name) => distance(word, name) <= LONGEST_SLIP);
  return near.length === 0 ? null : closest(word, near);
}
