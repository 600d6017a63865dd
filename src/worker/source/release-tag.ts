import { OperationalError } from '../../shared/operational-error.ts';

/** A release of the root module: no pre-release, and not a module in a folder (`components/model/v1.2.3`). */
const RELEASE_TAG = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:\+[0-9A-Za-z.-]+)?$/;

/**
 * Finds the newest release among the tags of a repository, by semantic version: `v0.10.0` is newer than `v0.9.13`. Of tags
 * that differ in build metadata alone, which has no order, the last one by its name counts.
 * @param tags names of tags, without `refs/tags/`, in any order
 * @returns one of the tags; null if none is a release
 */
export function newestReleaseTag(tags: Iterable<string>): string | null {
  let newest: Release | null = null;
  for (const tag of tags) {
    const release = releaseOf(tag);
    if (release !== null && (newest === null || isNewer(release, newest))) newest = release;
  }
  return newest?.tag ?? null;
}

interface Release {
  readonly tag: string;
  /** Major, minor, patch. They have no upper limit. */
  readonly version: readonly bigint[];
}

function releaseOf(tag: string): Release | null {
  const [, ...numbers] = RELEASE_TAG.exec(tag) ?? [];
  return numbers.length === 0 ? null : { tag, version: numbers.map(BigInt) };
}

function isNewer(one: Release, other: Release): boolean {
  const differing = one.version.findIndex((number, i) => number !== other.version[i]);
  if (differing === -1) return one.tag > other.tag;
  return (one.version[differing] ?? 0n) > (other.version[differing] ?? 0n);
}

/** A source is to follow the releases of a repository that has none. */
export function noReleaseError(repository: string): OperationalError {
  return new OperationalError(
    'DOCS_REF_NOT_FOUND',
    `${repository} has no version tag that is a release.`,
    'Name a branch, tag or commit as `ref` in the list of sources.',
  );
}
