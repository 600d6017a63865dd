import { closest, distance } from 'fastest-levenshtein';

/** Maximum Levenshtein distance of a typing error. */
const MAX_DISTANCE = 2;

/** Finds the name of an option or setting that a misspelt word most likely means, or null. */
export function closestName(word: string, names: readonly string[]): string | null {
  const near = names.filter((name) => distance(word, name) <= MAX_DISTANCE);
  return near.length === 0 ? null : closest(word, near);
}
