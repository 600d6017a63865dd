import { commitRevision, type Revision } from '../../../shared/domain/source.ts';
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

/** A commit and the files it changed. */
export interface CommitDeltas {
  readonly commit: string;
  readonly deltas: readonly FileDelta[];
}

/** Parses the output of `git diff-tree --stdin -r -z -M --raw --no-abbrev` as it arrives, commit by commit. */
export async function* parseCommitDiffs(output: AsyncIterable<Buffer>): AsyncGenerator<CommitDeltas> {
  let commit: string | null = null;
  let fields: string[] = [];
  let pathsDue = 0;
  for await (const field of nulTerminated(output)) {
    if (pathsDue > 0) pathsDue--;
    else if (field.startsWith(':')) pathsDue = /[RC]\d*$/.test(field) ? 2 : 1;
    else {
      if (commit !== null) yield { commit, deltas: parseDiff(`${fields.join('\0')}\0`) };
      commit = field;
      fields = [];
      continue;
    }
    fields.push(field);
  }
  if (commit !== null) yield { commit, deltas: parseDiff(`${fields.join('\0')}\0`) };
}

async function* nulTerminated(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of output) {
    const bytes = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
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
