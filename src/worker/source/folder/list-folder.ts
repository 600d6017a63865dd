import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../../shared/domain/change.ts';
import { isDocumentPath } from '../document-path.ts';
import { changedWhileReading, systemCode, unreadable } from './folder-errors.ts';
import { readFolderFile } from './read-file.ts';

export interface FolderListing {
  readonly manifest: Manifest;
  /** When the newest of the documents was written, milliseconds since the epoch. */
  readonly newest: number;
}

/** Lists the documents below a folder: `.md` files, hidden ones left out, links never followed. */
export async function listFolder(root: string, signal?: AbortSignal): Promise<FolderListing> {
  const manifest = new Map<string, string>();
  let newest = 0;
  for await (const path of documentPaths(root, '')) {
    signal?.throwIfAborted();
    const file = await readFolderFile(path, join(root, path));
    if (file === null) continue;
    manifest.set(path, file.blob);
    newest = Math.max(newest, file.modifiedAt);
  }
  return { manifest, newest };
}

async function* documentPaths(root: string, folder: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(join(root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !entry.name.startsWith('.')) yield* documentPaths(root, path);
    else if ((entry.isFile() || entry.isSymbolicLink()) && isDocumentPath(path)) yield path;
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw changedWhileReading(folder);
    throw unreadable(folder, error);
  }
}
