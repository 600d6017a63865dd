import { isoTime } from '../clock.ts';
import type { RunError } from './run.ts';

/** How the public addresses and anchors of a root's documents are made. */
export type AddressStyle = 'hugo' | 'github' | 'plain';

/** A folder of a source whose files are indexed, and the place where its documents stand in the index. */
export interface Root {
  /** Folder in the source; `''` is all of it. */
  readonly path: string;
  /** Folder of the index below which its documents stand; `''` is the top. */
  readonly at: string;
  /** Globs of the files that are documents, matched against the path below the root. */
  readonly include: readonly string[];
  /** Globs of files that are left out although they are included. */
  readonly exclude: readonly string[];
  /** Public address of the root, without a trailing slash; null if it is not published. */
  readonly site: string | null;
  /** How addresses and anchors below `site` are made. */
  readonly pages: AddressStyle;
  /** Language of the documents (BCP 47) that no glob of `languages` matches. */
  readonly language: string;
  /** Language → globs of the documents written in it. */
  readonly languages: Readonly<Record<string, readonly string[]>>;
}

/** One repository at one ref, or a folder, with the roots that are indexed from it. */
export interface SourceIdentity {
  /** `github:owner/name`, `git:/path/of/a/clone` or `dir:/path/of/a/folder`. */
  readonly from: string;
  /** Branch, tag, commit, or `RELEASE`; null for a folder, which has none. */
  readonly ref: string | null;
  /** At least one. No two roots of an index have the same `at`. */
  readonly roots: readonly Root[];
}

/** What a source reported about its head during a run, or why it could not. */
export interface SourceCheck {
  /** When the source last confirmed its head, ISO 8601 in UTC; null if it never did. */
  readonly checkedAt: string | null;
  /** Commits touching its roots that the source has and the index lacks, as of `checkedAt`. */
  readonly behind: number;
  /** Opaque validator (ETag) of the head as of `checkedAt`, which makes the next check conditional. */
  readonly headTag: string | null;
  /** Why the last run could not bring this source up to date; absent if it could. */
  readonly error?: RunError;
}

/** How far the history of a source has been read for the former paths of its documents. */
export type FormerPathsProgress =
  /** Nothing has been read. Without a reason, a later run reads it. */
  | { readonly state: 'unread'; readonly reason?: UnreadReason }
  /** The history has been read down to this commit (a sha); later runs go on before it. */
  | { readonly state: 'reading'; readonly before: string }
  | { readonly state: 'complete' };

/** Why the history of a source is not read: a folder has none, and GitHub's takes more requests than it allows without a token. */
export type UnreadReason = 'no-history' | 'no-token';

/** A source as an index records it. */
export interface SourceStatus extends SourceIdentity, SourceCheck {
  /** The indexed revision; null if nothing of the source was ever indexed. */
  readonly commit: Revision | null;
  /** Name of the release that is indexed, for a source that follows releases: `v1.4.0`. */
  readonly version?: string;
  readonly formerPaths: FormerPathsProgress;
}

/** A source as recorded, after what it reported in a run. One that is not recorded yet has nothing indexed. */
export function withCheck(
  source: SourceStatus | undefined,
  check: SourceIdentity & SourceCheck,
): SourceStatus {
  if (source === undefined) return { ...check, commit: null, formerPaths: { state: 'unread' } };
  const { error: _, ...kept } = source;
  return { ...kept, ...checkFields(check) };
}

/** What a source reported, without everything else that is recorded of it. */
export function checkFields({ checkedAt, behind, headTag, error }: SourceCheck): SourceCheck {
  return { checkedAt, behind, headTag, ...(error === undefined ? {} : { error }) };
}

/** The branch where none is named. */
export const DEFAULT_REF = 'main';

/** The ref of a source that follows its newest release: the newest version tag that is no pre-release. */
export const RELEASE = 'release';

/** Identifies a source within a list: its origin and ref. */
export function sourceId({ from, ref }: Pick<SourceIdentity, 'from' | 'ref'>): string {
  return ref === null ? from : `${from}@${ref}`;
}

/** The root that a document belongs to: the one with the longest `at` that contains the path. */
export function rootOf<R extends Pick<Root, 'at'>>(roots: readonly R[], path: string): R | undefined {
  let best: R | undefined;
  for (const root of roots) {
    if (isBelow(path, root.at) && (best === undefined || root.at.length > best.at.length)) best = root;
  }
  return best;
}

/** The source that a document belongs to: of an index, one of which something is indexed. */
export function sourceOf<S extends Pick<SourceIdentity, 'roots'> & Partial<Pick<SourceStatus, 'commit'>>>(
  sources: readonly S[],
  path: string,
): S | undefined {
  const indexed = sources.filter(({ commit }) => commit !== null);
  const owners = indexed.flatMap((source) => source.roots.map(({ at }) => ({ at, source })));
  return rootOf(owners, path)?.source;
}

/** Whether a path is below a folder; every path is below `''`. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** The path of a document below its root. */
export function pathBelow(path: string, { at }: Pick<Root, 'at'>): string {
  return at === '' ? path : path.slice(at.length + 1);
}

/** The path in the index of a file below a root: the inverse of `pathBelow`. */
export function pathInIndex(path: string, { at }: Pick<Root, 'at'>): string {
  return at === '' ? path : `${at}/${path}`;
}

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
