import { slices } from '../../slices.ts';
import { type NamePayload, SPELLING_VECTOR, spellingVector, type WordsPayload } from './points.ts';
import { type PublishedPoints, type StoredPoint, VALUES_PER_FILTER } from './published-points.ts';
import { bucketOf } from './word-hash.ts';

/** Returns the buckets of words that have any of these numbers. */
export async function wordBuckets(
  points: PublishedPoints,
  buckets: readonly number[],
): Promise<StoredPoint<WordsPayload>[]> {
  const fields = ['bucket', 'terms', 'bm25_terms'];
  const found: StoredPoint<WordsPayload>[] = [];
  for (const some of slices(buckets, VALUES_PER_FILTER)) {
    const conditions = [{ key: 'bucket', match: { any: [...some] } }];
    found.push(...(await points.read<WordsPayload>('words', { fields, conditions })));
  }
  return found;
}

/** Returns how many chunks contain each of some words; one of none is left out. */
export async function wordCounts(
  points: PublishedPoints,
  of: 'terms' | 'bm25_terms',
  words: readonly string[],
): Promise<Map<string, number>> {
  const wanted = new Set(words);
  const buckets = await wordBuckets(points, [...new Set(words.map(bucketOf))]);
  return new Map(buckets.flatMap(({ payload }) => payload[of].filter(([word]) => wanted.has(word))));
}

/** Returns the points of some names. */
export async function namePoints(
  points: PublishedPoints,
  names: readonly string[],
): Promise<StoredPoint<NamePayload>[]> {
  const found: StoredPoint<NamePayload>[] = [];
  for (const some of slices(names, VALUES_PER_FILTER)) {
    const conditions = [{ key: 'name', match: { any: [...some] } }];
    found.push(...(await points.read<NamePayload>('name', { fields: ['name', 'chunks'], conditions })));
  }
  return found;
}

/** Returns names filed under any of some spelling keys, those under most of them first. */
export async function namesUnder(
  points: PublishedPoints,
  keys: readonly number[],
  limit: number,
): Promise<string[]> {
  if (keys.length === 0 || limit < 1) return [];
  const query = { nearest: spellingVector(keys) };
  const nearest = { query, using: SPELLING_VECTOR, limit, fields: ['name'] };
  return (await points.nearest<NamePayload>('name', nearest)).map(({ payload }) => payload.name);
}
