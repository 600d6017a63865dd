import { createHash, type Hash } from 'node:crypto';
import type { Change, Manifest } from '../../shared/domain/change.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from './docs-source.ts';

/** Replaces bytes that are not UTF-8, and here also control characters, which would break line protocols and terminals. */
const UNPRINTABLE = '\uFFFD';

/**
 * The path under which every source lists a file below the docs root. Returns null if the file is not a document: its
 * name does not end in `.md`, or a part of the path is hidden (which excludes `..` too).
 */
export function listedPath(path: string): string | null {
  const isVisible = path.split('/').every((part) => part !== '' && !part.startsWith('.'));
  return path.endsWith('.md') && isVisible ? path.replace(/\p{Cc}/gu, UNPRINTABLE) : null;
}

/** Whether the listed path of a file differs from its real path, so that no source can read it. */
export function isUnprintable(path: string): boolean {
  return path.includes(UNPRINTABLE);
}

/** The path relative to `docsPath` (`''`: the repository itself), or null for a path outside of it. */
export function belowDocsPath(path: string, docsPath: string): string | null {
  if (docsPath === '') return path;
  return path.startsWith(`${docsPath}/`) ? path.slice(docsPath.length + 1) : null;
}

/** The path inside the repository: the inverse of `belowDocsPath`. */
export function repositoryPath(path: string, docsPath: string): string {
  return docsPath === '' ? path : `${docsPath}/${path}`;
}

/** A file before and after a commit, as a comparison of two trees gives it. Paths are relative to the docs root. */
export interface FileDelta {
  /** null if there was no file below the docs root. */
  readonly before: string | null;
  /** null if there is none any more. */
  readonly after: { readonly path: string; readonly blob: string } | null;
}

/** Turns changes of files into changes of documents: a file that stops being a document is removed. */
export function documentChanges(deltas: readonly FileDelta[]): Change[] {
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
  /** Paths of the documents that are symbolic links. */
  readonly links: ReadonlySet<string>;
}

/** Git's mode of a symbolic link. */
const LINK_MODE = '120000';
/** Git's mode of a submodule, which is a commit and not a file. */
export const SUBMODULE_MODE = '160000';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
}

/** Selects the documents among the entries of a tree. Paths are relative to the docs root. */
export function listDocuments(entries: Iterable<TreeEntry>): TreeListing {
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

/** A docs root without documents is a mistake in the settings or in the docs. It is never published. */
export function noDocumentsError(where: string): OperationalError {
  return new OperationalError(
    'DOCS_EMPTY',
    `There is no .md file below ${where}.`,
    'Correct DOCS_SOURCE or DOCS_PATH.',
  );
}

/**
 * Starts the hash of a git blob of `size` bytes. Update it with exactly those bytes.
 * Git names a blob by the hash of `blob <size>\0` and its bytes. A sha of 64 digits belongs to a SHA-256 repository.
 */
export function blobHash(size: number, shaLength = 40): Hash {
  return createHash(shaLength === 64 ? 'sha256' : 'sha1').update(`blob ${size}\0`);
}

/** The git blob sha of some bytes, in the object format that has shas of `shaLength` digits. */
export function blobSha(bytes: Uint8Array, shaLength = 40): string {
  return blobHash(bytes.byteLength, shaLength).update(bytes).digest('hex');
}

/** Reasons for which a source withholds the bytes of a file. They appear in the report's `skipped[]`. */
export const TOO_LARGE = `larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MiB`;
export const SYMBOLIC_LINK = 'a symbolic link';
export const NOT_A_REGULAR_FILE = 'not a regular file';
export const NO_PERMISSION = 'the worker may not read it';
export const UNPRINTABLE_NAME = 'its name is not printable text';

/** Separates the files that can be read by their name from the others, which are withheld. */
export function splitByReadableName(files: readonly FileRef[]): {
  readonly readable: readonly FileRef[];
  readonly withheld: readonly SourceFile[];
} {
  return {
    readable: files.filter(({ path }) => !isUnprintable(path)),
    withheld: files
      .filter(({ path }) => isUnprintable(path))
      .map((file) => ({ ...file, size: 0, bytes: null, withheld: UNPRINTABLE_NAME })),
  };
}

/** Longest target of a symbolic link on the systems that git runs on (PATH_MAX). */
const MAX_LINK_TARGET = 4096;

/**
 * Whether the bytes could be the target of a symbolic link, which git stores as a file of one short line without a
 * line end. Only such files need their mode looked up where it is not at hand.
 */
export function mayBeLinkTarget(bytes: Uint8Array): boolean {
  return bytes.byteLength > 0 && bytes.byteLength < MAX_LINK_TARGET && !bytes.includes(0x0a);
}
