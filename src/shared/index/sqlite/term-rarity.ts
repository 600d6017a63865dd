/** The least that FTS5's bm25() takes a term's rarity for (`idf` in its fts5_aux.c). */
const LEAST = 1e-6;

/**
 * What to multiply FTS5's BM25 of one term with to have it as Lucene computes it: log(1 + odds) for the term's rarity
 * instead of log(odds), by which a word that half of the chunks have would be worth nothing, and a question of one such
 * word score nothing.
 * @param all how many chunks there are
 * @param having how many of them have the term
 */
export function termRarity(all: number, having: number): number {
  const odds = (all - having + 0.5) / (having + 0.5);
  return Math.log(1 + odds) / Math.max(LEAST, Math.log(odds));
}
