import type { DocumentEntry } from '../../shared/domain/document.ts';

/**
 * The documents whose path or title is most like what was asked for.
 * @returns at most `limit` paths, the nearest first; none that has nothing in common with it
 */
export function nearestPaths(
  asked: string,
  documents: readonly Pick<DocumentEntry, 'path' | 'title'>[],
  limit = 5,
): string[] {
  const wanted = trigrams(asked.slice(0, 500));
  return documents
    .map(({ path, title }) => ({
      path,
      likeness: Math.max(
        likeness(wanted, trigrams(path)),
        likeness(wanted, trigrams(lastPart(path))),
        likeness(wanted, trigrams(title)),
      ),
    }))
    .filter((candidate) => candidate.likeness > 0.1)
    .sort((a, b) => b.likeness - a.likeness || (a.path < b.path ? -1 : 1))
    .slice(0, limit)
    .map(({ path }) => path);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Dice coefficient: 0 nothing in common, 1 the same. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size + b.size === 0) return 0;
  return (2 * a.intersection(b).size) / (a.size + b.size);
}

/** Three letters at a time of the words in it, so that a slip of the pen costs little. */
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
