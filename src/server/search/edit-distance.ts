/**
 * Damerau-Levenshtein distance (optimal string alignment): letters inserted, deleted, replaced, or swapped with their
 * neighbour; `limit + 1` when it is above the limit. Only cells that may be within the limit are computed, so it takes time
 * for the length of the words, not for its square.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const far = limit + 1;
  const width = b.length + 1;
  let before = new Uint8Array(width).fill(far);
  let row = new Uint8Array(width).fill(far);
  let next = new Uint8Array(width);
  for (let j = 0; j <= Math.min(limit, b.length); j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    next.fill(far);
    if (i <= limit) next[0] = i;
    let lowest = next[0] ?? far;
    const last = Math.min(b.length, i + limit);
    for (let j = Math.max(1, i - limit); j <= last; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(
        (row[j - 1] ?? far) + (same ? 0 : 1),
        (row[j] ?? far) + 1,
        (next[j - 1] ?? far) + 1,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? far) + 1);
      next[j] = Math.min(edits, far);
      lowest = Math.min(lowest, edits);
    }
    if (lowest >= far) return far;
    [before, row, next] = [row, next, before];
  }
  return row[b.length] ?? far;
}
