/** Chunks of the index before and after a publish, told apart by id: the digest of all their fields, path included. */
export interface ChunkChanges {
  /** In the index after the publish. */
  readonly total: number;
  readonly added: number;
  readonly removed: number;
  /** Published before and left as they are. */
  readonly kept: number;
}

/**
 * @param before number of chunks in the index before
 * @param live ids of the published chunks of every document that changes or goes
 * @param staged ids of the chunks of every document that changes or comes
 */
export function compareChunks(
  before: number,
  live: ReadonlySet<string>,
  staged: ReadonlySet<string>,
): ChunkChanges {
  const removed = live.difference(staged).size;
  const added = staged.difference(live).size;
  return { total: before - removed + added, added, removed, kept: before - removed };
}
