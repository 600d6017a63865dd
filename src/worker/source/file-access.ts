import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../shared/operational-error.ts';

/**
 * Resolves a configured folder to its real path.
 * @param docsPath a folder below it; `''`: the folder itself
 * @throws OperationalError `DOCS_NOT_FOUND`, `DOCS_PATH_NOT_FOUND` or `DOCS_UNREADABLE`
 */
export async function locateFolder(folder: string, docsPath: string): Promise<string> {
  const root = await realFolder(folder);
  if (root === null) {
    throw new OperationalError(
      'DOCS_NOT_FOUND',
      `There is no folder ${folder}.`,
      'Correct DOCS_SOURCE, or `from` in the list of sources (SOURCES).',
    );
  }
  const docsRoot = docsPath === '' ? root : await realFolder(join(root, docsPath));
  if (docsRoot === null) {
    throw new OperationalError(
      'DOCS_PATH_NOT_FOUND',
      `There is no folder ${docsPath} in ${folder}.`,
      'Correct DOCS_PATH, or the root in the list of sources (SOURCES).',
    );
  }
  return docsRoot;
}

async function realFolder(path: string): Promise<string | null> {
  try {
    return (await stat(path)).isDirectory() ? await realpath(path) : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(systemCode(error))) return null;
    throw unreadableError(path, error);
  }
}

/** The error code of a failed file operation (`ENOENT`), or `''` for any other error. */
export function systemCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** A file or folder cannot be read, and another try would not help. */
export function unreadableError(path: string, error: unknown): OperationalError {
  return new OperationalError(
    'DOCS_UNREADABLE',
    `${path} cannot be read (${systemCode(error) || String(error)}).`,
    'Give the worker permission to read it.',
    { cause: error },
  );
}

/** The folder was written to while it was read. */
export function changedWhileReadingError(path: string): OperationalError {
  return new OperationalError(
    'DOCS_CHANGED_WHILE_READING',
    `${path} changed while it was being read.`,
    'Run the sync again when nothing writes to the folder.',
  );
}
