import { commitRevision, type Revision } from '../../../shared/domain/revision.ts';
import { type FileDelta, SUBMODULE_MODE, type TreeEntry } from '../source-files.ts';

/** Parses the output of `git diff-tree -r -z -M --raw --no-abbrev` of two commits. */
export function parseDiff(output: string): FileDelta[] {
  const fields = output.split('\0');
  const deltas: FileDelta[] = [];
  for (let i = 0; i < fields.length - 1; ) {
    const [oldMode = '', newMode = '', , newSha = '', status = ''] = (fields[i++] ?? '').slice(1).split(' ');
    const path = fields[i++] ?? '';
    const before = status === 'A' || oldMode === SUBMODULE_MODE ? null : path;
    const after = /^[RC]/.test(status) ? (fields[i++] ?? '') : path;
    deltas.push({
      before,
      after: status === 'D' || newMode === SUBMODULE_MODE ? null : { path: after, blob: newSha },
    });
  }
  return deltas;
}

/** Options of `git rev-list` for `parseLog`: sha, committer date and message, each terminated by a NUL. */
export const LOG_OPTIONS = ['--no-commit-header', '--format=%H%x00%cI%x00%B%x00', '--encoding=UTF-8'];

/** Parses the output of `git rev-list` with `LOG_OPTIONS`. */
export function parseLog(output: string): Revision[] {
  const fields = output.split('\0');
  const revisions: Revision[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    revisions.push(commitRevision((fields[i] ?? '').trim(), fields[i + 1] ?? '', fields[i + 2] ?? ''));
  }
  return revisions;
}

/** Parses the output of `git ls-tree -r -z`. */
export function* parseTree(output: string): Generator<TreeEntry> {
  for (const record of output.split('\0')) {
    const match = /^(\d{6}) \w+ ([0-9a-f]{40,64})\t(.+)$/s.exec(record);
    if (match !== null) yield { mode: match[1] ?? '', sha: match[2] ?? '', path: match[3] ?? '' };
  }
}
