import type { GitObject } from './git-objects.ts';

interface CommitFields {
  readonly sha: string;
  readonly tree: string;
  /** In any form that Date reads. */
  readonly date: string | number;
  readonly message: string;
}

/** Returns a commit as GitHub describes it. */
export function describeCommit({ sha, tree, date, message }: CommitFields) {
  const signature = { name: 'Docs Author', email: 'author@example.com', date: utc(date) };
  return {
    sha,
    commit: { message: message.trim(), tree: { sha: tree }, author: signature, committer: signature },
  };
}

/** Returns a commit as GitHub describes it, and its first parent. */
export function readCommit({ sha, bytes }: GitObject) {
  const text = bytes.toString('utf8');
  const headEnd = text.indexOf('\n\n');
  const head = text.slice(0, headEnd);
  const field = (pattern: RegExp) => pattern.exec(head)?.[1];
  const date = Number(field(/^committer .* (\d+) [+-]\d+$/m)) * 1000;
  const tree = field(/^tree (.*)$/m) ?? '';
  return {
    ...describeCommit({ sha, tree, date, message: text.slice(headEnd + 2) }),
    parent: field(/^parent (.*)$/m),
  };
}

/** Formats a time as GitHub does: in UTC, without fractions of a second. */
function utc(date: string | number): string {
  return new Date(date).toISOString().replace('.000Z', 'Z');
}
