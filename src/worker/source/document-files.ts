import { createHash, type Hash } from 'node:crypto';
import { braceExpand, Minimatch, type MinimatchOptions } from 'minimatch';
import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from './docs-source.ts';

/** Replaces bytes that are not UTF-8, and here also control characters, which would break line protocols and terminals. */
const UNPRINTABLE = '\uFFFD';

/** Files of a format that can be prepared: see src/worker/prepare/prepare-document.ts. */
const DOCUMENT_NAME = /\.(md|go)$/;

/**
 * The path under which every source lists a file below a root. Returns null if the file is not a document: its name has
 * another ending, or a part of the path is hidden (which excludes `..` too).
 */
export function listedPath(path: string): string | null {
  const isVisible = path.split('/').every((part) => part !== '' && !part.startsWith('.'));
  return DOCUMENT_NAME.test(path) && isVisible ? path.replace(/\p{Cc}/gu, UNPRINTABLE) : null;
}

/** Whether the listed path of a file differs from its real path, so that no source can read it. */
export function isUnprintable(path: string): boolean {
  return path.includes(UNPRINTABLE);
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

/**
 * What bounds the time of a match. minimatch 11 walks a part of a path once for all wildcards of a pattern (no regular
 * expressions, so no backtracking), in at most (characters of the pattern) × (characters of the path) steps. Braces
 * multiply patterns and `**` is tried at every folder, so both are limited well above what a list of files needs.
 */
const MAX_GLOB_LENGTH = 256;
const MAX_WILDCARDS_IN_A_PART = 8;
const MAX_GLOBSTARS = 4;
const MAX_ALTERNATIVES = 64;

/** Plain globs, the same on every platform. `listedPath` refuses hidden files, so patterns need no rule for them. */
const GLOB_OPTIONS: MinimatchOptions = {
  dot: true,
  nocomment: true,
  nonegate: true,
  noext: true,
  platform: 'linux',
  braceExpandMax: MAX_ALTERNATIVES + 1,
};

/**
 * Compiles globs into a test of whether a path matches any of them. No glob matches nothing.
 * @param patterns globs in which `globProblem` finds no problem
 */
export function matchesAny(patterns: readonly string[]): (path: string) => boolean {
  const matchers = patterns.map((pattern) => new Minimatch(pattern, GLOB_OPTIONS));
  return (path) => matchers.some((matcher) => matcher.match(path));
}

/** What is wrong with a glob and what to write instead, or null. Globs have `*`, `**`, `?`, `[…]` and `{…,…}`. */
export function globProblem(pattern: string): string | null {
  if (pattern.length > MAX_GLOB_LENGTH) return `must have at most ${MAX_GLOB_LENGTH} characters`;
  if (/\p{Cc}/u.test(pattern)) return 'must not contain control characters';
  if (pattern.includes('\\')) return 'must not contain a backslash; separate folders with /';
  if (/[?*+@!]\(/.test(pattern)) return 'must not contain a group such as !(…) or @(…); list names as {a,b}';
  const alternatives = braceExpand(pattern, GLOB_OPTIONS);
  if (alternatives.length > MAX_ALTERNATIVES) {
    return `must have at most ${MAX_ALTERNATIVES} combinations of alternatives in braces`;
  }
  // The expansion of braces leaves empty alternatives out.
  if (pattern === '' || alternatives.length === 0) return 'must not be empty';
  return alternatives.map(expandedProblem).find((problem) => problem !== null) ?? null;
}

/** A character class as minimatch reads it: a `]` that comes first belongs to it. */
const CHARACTER_CLASS = /\[[!^]?\]?(?:\[:\w+:\]|[^\]])*\]/g;

/** The problem of a glob whose braces are expanded. */
function expandedProblem(pattern: string): string | null {
  if (/[{}]/.test(pattern.replace(CHARACTER_CLASS, '')))
    return 'must use braces for two or more alternatives: {a,b}';
  if (pattern.startsWith('!')) return 'must not begin with !; name what is left out in exclude';
  if (pattern.startsWith('/')) return 'must be relative to the path of the root, without a leading /';
  const parts = pattern.split('/');
  if (parts.at(-1) === '') return 'must not end with /; write folder/** for all files of a folder';
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return 'must not contain an empty part, . or ..';
  }
  if (parts.filter((part) => part === '**').length > MAX_GLOBSTARS) {
    return `must contain ** at most ${MAX_GLOBSTARS} times`;
  }
  for (const part of parts) {
    const outside = part.replace(CHARACTER_CLASS, '?');
    if (outside.includes('[')) return 'must close every [ with ] in the same part of the path';
    if (outside.includes('**') && part !== '**') return 'must have ** as a whole part of the path: folder/**';
    if (outside.replace(/[^*?]/g, '').length > MAX_WILDCARDS_IN_A_PART) {
      return `must have at most ${MAX_WILDCARDS_IN_A_PART} wildcards in a part of the path`;
    }
  }
  return null;
}
