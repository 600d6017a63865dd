/** A commit of the docs repository. A plain folder has a revision too: the hash of its manifest. */
export interface Revision {
  /** Full hexadecimal commit sha, or the sha-256 of the manifest for a plain folder. */
  readonly sha: string;
  /** Committer date, ISO 8601 in UTC. */
  readonly date: string;
  /** First line of the commit message. */
  readonly subject: string;
}
