import { isoTime } from '../clock.ts';

/** A commit of the docs repository. A plain folder has a revision as well: the hash of its manifest. */
export interface Revision {
  /** Full hexadecimal commit sha, or the sha-256 of the manifest for a plain folder. */
  readonly sha: string;
  /** Committer date, ISO 8601 in UTC. */
  readonly date: string;
  /** First line of the commit message. */
  readonly subject: string;
}

/** Longer subjects are cut, so that a commit message cannot fill the index. */
const MAX_SUBJECT = 200;

/**
 * Makes a revision of a commit.
 * @param date committer date in any format that `Date` parses; a date it cannot represent becomes the epoch
 * @param message the full commit message
 */
export function commitRevision(sha: string, date: string, message: string): Revision {
  const subject = message.trimStart().split(/\r?\n/, 1)[0] ?? '';
  return { sha, date: isoTime(Date.parse(date) || 0), subject: subject.slice(0, MAX_SUBJECT).trimEnd() };
}
