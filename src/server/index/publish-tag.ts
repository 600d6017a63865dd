import type { IndexStatus } from '../../shared/domain/index-status.ts';

/** Names one published state of the index: what is read under one tag belongs together. */
export function publishTag({ sequence, commit, syncedAt }: IndexStatus): string {
  return `${sequence}-${commit?.sha.slice(0, 12) ?? ''}-${syncedAt ?? ''}`;
}
