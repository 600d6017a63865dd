import { isoTime } from '../clock.ts';

/** A commit of the docs repository. A plain folder has a revision too: the hash of its manifest. */
export interface Revision {
  /** Full hexadecimal commit sha, or the sha-256 of the manifest for a plain folder. */
  readonly sha: string;
  /** Committer date, ISO 8601 in UTC. */
  readonly date: string;
  /** First line of the commit message. */
  readonly subject: string;
}

/** Longer first lines are cut: whoever writes a commit must not fill the index. */
const MAX_SUBJECT = 200;

/**
 * @param date committer date in any form `Date` reads; a time no `Date` can hold is taken for the epoch
 * @param message the whole commit message
 */
export function commitRevision(sha: string, date: string, message: string): Revision {
  const subject = message.trimStart().split(/\r?\n/, 1)[0] ?? '';
  return { sha, date: isoTime(Date.parse(date) || 0), subject: subject.slice(0, MAX_SUBJECT).trimEnd() };
}
