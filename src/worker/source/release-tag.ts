import { OperationalError } from '../../shared/operational-error.ts';

/** A version tag of a repository's root module, without pre-release and build parts. */
const RELEASE_TAG = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/**
 * Returns the newest release among the names of tags, by semantic version: no pre-releases, no tags of nested modules
 * (`components/x/v1.2.0`). Null if there is none.
 */
export function newestRelease(tags: readonly string[]): string | null {
  let newest: { readonly tag: string; readonly version: readonly bigint[] } | null = null;
  for (const tag of tags) {
    const match = RELEASE_TAG.exec(tag);
    if (match === null) continue;
    const version = match.slice(1).map(BigInt);
    if (newest === null || isNewer(version, newest.version)) newest = { tag, version };
  }
  return newest?.tag ?? null;
}

function isNewer(version: readonly bigint[], than: readonly bigint[]): boolean {
  const at = version.findIndex((part, i) => part !== than[i]);
  return at >= 0 && (version[at] ?? 0n) > (than[at] ?? 0n);
}

/** A source is to follow the releases of a repository that has none. */
export function noReleaseError(repository: string): OperationalError {
  return new OperationalError(
    'DOCS_REF_NOT_FOUND',
    `${repository} has no version tag that is a release.`,
    'Name a branch, tag or commit as `ref` in the list of sources.',
  );
}
