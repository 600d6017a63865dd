import type { Revision } from '../../../shared/domain/revision.ts';
import { commitRevision } from '../commit-revision.ts';

/** The format `parseLog` reads: sha, committer date and message, each ended by a NUL. */
export const LOG_FORMAT = '%H%x00%cI%x00%B%x00';

/** Reads the output of `git rev-list --no-commit-header --format=LOG_FORMAT`. */
export function parseLog(output: string): Revision[] {
  const fields = output.split('\0');
  const revisions: Revision[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    revisions.push(commitRevision((fields[i] ?? '').trim(), fields[i + 1] ?? '', fields[i + 2] ?? ''));
  }
  return revisions;
}
