import type { DocumentEntry } from '../../shared/domain/document.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import { pauses } from '../index-access/turns.ts';

type Named = Pick<DocumentEntry, 'path' | 'title'>;

/** A requested path may be any text. */
const MAX_CHARACTERS = 500;

/**
 * The documents whose path or title is most similar to a requested one. The first request for a list of documents
 * computes what all others use.
 * @returns at most `limit` paths, the most similar first; none that has nothing in common with it
 */
export async function nearestPaths(
  requested: string,
  documents: readonly Named[],
  limit = 5,
): Promise<string[]> {
  const { texts, byTrigram } = await trigramIndex(documents);
  const wanted = trigrams(requested.slice(0, MAX_CHARACTERS));
  const common = new Uint16Array(texts.length);
  for (const gram of wanted)
    for (const text of byTrigram.get(gram) ?? []) common[text] = (common[text] ?? 0) + 1;
  const similarities = new Map<string, number>();
  for (const [i, { path, size }] of texts.entries()) {
    const similarity = (2 * (common[i] ?? 0)) / (wanted.size + size);
    if (similarity > LEAST && similarity > (similarities.get(path) ?? 0)) similarities.set(path, similarity);
  }
  return [...similarities]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, limit)
    .map(([path]) => path);
}

/** Sørensen-Dice coefficient (0 for nothing in common, 1 for equal sets) above which a text is similar. */
const LEAST = 0.1;

/** A path, the last part of one, or a title, with the number of its trigrams. */
interface IndexedText {
  readonly path: string;
  readonly size: number;
}

interface TrigramIndex {
  readonly texts: readonly IndexedText[];
  /** Trigram → positions in `texts`. */
  readonly byTrigram: ReadonlyMap<string, readonly number[]>;
}

const trigramIndex = oncePerObject(async (documents: readonly Named[]): Promise<TrigramIndex> => {
  const texts: IndexedText[] = [];
  const byTrigram = new Map<string, number[]>();
  const pause = pauses();
  for (const { path, title } of documents) {
    for (const text of new Set([path, lastPart(path), title])) {
      const grams = trigrams(text.slice(0, MAX_CHARACTERS));
      const at = texts.push({ path, size: grams.size }) - 1;
      for (const gram of grams) {
        const having = byTrigram.get(gram);
        if (having === undefined) byTrigram.set(gram, [at]);
        else having.push(at);
      }
    }
    await pause();
  }
  return { texts, byTrigram };
});

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Every three consecutive letters of a text's words, so that a typing error changes few of them. */
function trigrams(text: string): Set<string> {
  const words =
    text
      .toLowerCase()
      .replace(/(\.md|_index)\b/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const padded = ` ${words.join(' ')} `;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
  return grams;
}
