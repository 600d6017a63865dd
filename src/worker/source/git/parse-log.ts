import type { Revision } from '../../../shared/domain/revision.ts';
import { commitRevision } from '../commit-revision.ts';

/** Options of `git rev-list` for what `parseLog` reads: sha, committer date and message, each ended by a NUL. */
export const LOG_OPTIONS = ['--no-commit-header', '--format=%H%x00%cI%x00%B%x00', '--encoding=UTF-8'];

export function parseLog(output: string): Revision[] {
  const fields = output.split('\0');
  const revisions: Revision[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    revisions.push(commitRevision((fields[i] ?? '').trim(), fields[i + 1] ?? '', fields[i + 2] ?? ''));
  }
  return revisions;
}
