import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../../shared/domain/change.ts';
import { blobSha } from '../blob-sha.ts';
import { isUnprintable, listedPath } from '../document-path.ts';
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
    if (isUnprintable(path)) {
      manifest.set(path, blobSha(Buffer.from(path)));
      continue;
    }
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
    if (entry.isDirectory()) {
      // A folder whose name is not UTF-8 has no name it could be entered by.
      if (!entry.name.startsWith('.') && !isUnprintable(path)) yield* documentPaths(root, path);
      continue;
    }
    const listed = listedPath(path);
    if (listed !== null) yield listed;
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
