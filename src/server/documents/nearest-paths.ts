import type { DocumentEntry } from '../../shared/domain/document.ts';

/**
 * The documents whose path or title is most similar to a requested one.
 * @returns at most `limit` paths, the most similar first; none that has nothing in common with it
 */
export function nearestPaths(
  requested: string,
  documents: readonly Pick<DocumentEntry, 'path' | 'title'>[],
  limit = 5,
): string[] {
  const wanted = trigrams(requested.slice(0, 500));
  return documents
    .map(({ path, title }) => ({
      path,
      similarity: Math.max(
        similarity(wanted, trigrams(path)),
        similarity(wanted, trigrams(lastPart(path))),
        similarity(wanted, trigrams(title)),
      ),
    }))
    .filter((candidate) => candidate.similarity > 0.1)
    .sort((a, b) => b.similarity - a.similarity || (a.path < b.path ? -1 : 1))
    .slice(0, limit)
    .map(({ path }) => path);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Sørensen-Dice coefficient: 0 for nothing in common, 1 for equal sets. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  return (2 * a.intersection(b).size) / (a.size + b.size);
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
