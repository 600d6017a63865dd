import type { Manifest } from '../../shared/domain/change.ts';
import { listedPath } from './document-path.ts';

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
