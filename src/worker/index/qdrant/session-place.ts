import type { QdrantConnection } from '../../../shared/index/qdrant/qdrant-connection.ts';
import type { State } from '../../../shared/index/qdrant/state.ts';
import type { Generation } from './generations.ts';

/** Where a sync works. */
export interface SessionPlace {
  readonly connection: QdrantConnection;
  readonly alias: string;
  /** The state of the published generation as the sync found it, with the lease that was taken in it. */
  readonly base: State;
  /** Where to stage: the published generation itself, or the one that is to take its place. */
  readonly target: Generation;
  /** Those whose vectors can be used again. */
  readonly generations: readonly Generation[];
}

/** Whether the published generation is to be replaced, not continued. */
export function replaces({ base, target }: SessionPlace): boolean {
  return target.name !== base.generation;
}
