import type { Change, Manifest } from '../../shared/domain/change.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/** Stands where a name is not UTF-8, and here for control characters too, which would break line protocols and terminals. */
const UNPRINTABLE = '\uFFFD';

/**
 * The path a file below the docs root is listed under, for every source alike; null where it is no document: its name
 * does not end in `.md`, or a part of it is hidden (which leaves `..` out too).
 */
export function listedPath(path: string): string | null {
  const isVisible = path.split('/').every((part) => part !== '' && !part.startsWith('.'));
  return path.endsWith('.md') && isVisible ? path.replace(/\p{Cc}/gu, UNPRINTABLE) : null;
}

/** Whether the path a file is listed under is not its real one, so that no source can read it. */
export function isUnprintable(path: string): boolean {
  return path.includes(UNPRINTABLE);
}

/** @returns the path below `docsPath` (`''`: the repository itself), or null for a path that is not below it */
export function belowDocsPath(path: string, docsPath: string): string | null {
  if (docsPath === '') return path;
  return path.startsWith(`${docsPath}/`) ? path.slice(docsPath.length + 1) : null;
}

/** The opposite of `belowDocsPath`: the path inside the repository. */
export function repositoryPath(path: string, docsPath: string): string {
  return docsPath === '' ? path : `${docsPath}/${path}`;
}

/** A file before and after, as a comparison of two trees names it; paths are relative to the docs root. */
export interface FileDelta {
  /** null where there was no file below the docs root. */
  readonly before: string | null;
  /** null where there is none any more. */
  readonly after: { readonly path: string; readonly blob: string } | null;
}

/** What a comparison of files means for the documents among them: a page that stops being one is removed. */
export function toChanges(deltas: readonly FileDelta[]): Change[] {
  return deltas.flatMap(({ before, after }): Change[] => {
    const previousPath = before === null ? null : listedPath(before);
    const path = after === null ? null : listedPath(after.path);
    if (after === null || path === null) {
      return previousPath === null ? [] : [{ kind: 'removed', path: previousPath }];
    }
    const { blob } = after;
    if (previousPath === null) return [{ kind: 'added', path, blob }];
    return [
      previousPath === path
        ? { kind: 'modified', path, blob }
        : { kind: 'renamed', previousPath, path, blob },
    ];
  });
}

export interface TreeListing {
  readonly manifest: Manifest;
  /** Paths among them that are symbolic links. */
  readonly links: ReadonlySet<string>;
}

/** Git's mode of a symbolic link. */
const LINK_MODE = '120000';
/** Git's mode of a submodule: a commit, not a file. */
export const SUBMODULE_MODE = '160000';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
}

/** The documents among the entries of a tree; paths are relative to the docs root. */
export function listingOf(entries: Iterable<TreeEntry>): TreeListing {
  const manifest = new Map<string, string>();
  const links = new Set<string>();
  for (const { path, mode, sha } of entries) {
    const listed = mode === SUBMODULE_MODE ? null : listedPath(path);
    if (listed === null) continue;
    manifest.set(listed, sha);
    if (mode === LINK_MODE) links.add(listed);
  }
  return { manifest, links };
}

/** A docs root without a single document is a mistake in the settings or an accident, never something to publish. */
export function noDocuments(where: string): OperationalError {
  return new OperationalError(
    'DOCS_EMPTY',
    `There is no .md file below ${where}.`,
    'Correct DOCS_SOURCE or DOCS_PATH.',
  );
}
