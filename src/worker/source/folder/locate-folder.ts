import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationalError } from '../../../shared/errors/operational-error.ts';
import { systemCode, unreadable } from './folder-errors.ts';

/**
 * The real path of a folder somebody configured.
 * @param docsPath a folder below it, `''` for the folder itself
 * @throws OperationalError `DOCS_NOT_FOUND`, `DOCS_PATH_NOT_FOUND` or `DOCS_UNREADABLE`
 */
export async function locateFolder(folder: string, docsPath: string): Promise<string> {
  const root = await realFolder(folder);
  if (root === null) {
    throw new OperationalError('DOCS_NOT_FOUND', `There is no folder ${folder}.`, 'Correct DOCS_SOURCE.');
  }
  const docsRoot = docsPath === '' ? root : await realFolder(join(root, docsPath));
  if (docsRoot === null) {
    throw new OperationalError(
      'DOCS_PATH_NOT_FOUND',
      `There is no folder ${docsPath} in ${folder}.`,
      'Correct DOCS_PATH.',
    );
  }
  return docsRoot;
}

async function realFolder(path: string): Promise<string | null> {
  try {
    return (await stat(path)).isDirectory() ? await realpath(path) : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes(systemCode(error))) return null;
    throw unreadable(path, error);
  }
}
