import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readlink } from 'node:fs/promises';
import { MAX_DOCUMENT_BYTES, type SourceFile } from '../docs-source.ts';
import {
  blobHash,
  blobSha,
  NO_PERMISSION,
  NOT_A_REGULAR_FILE,
  SYMBOLIC_LINK,
  TOO_LARGE,
} from '../document-files.ts';
import { changedWhileReadingError, systemCode, unreadableError } from '../file-access.ts';

export type FolderFile = SourceFile & {
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
};

/**
 * Reads one file of a folder with its git blob sha. Returns null if there is nothing at the path.
 * Links are never followed: as in git, a link is a file that contains the name of its target.
 */
export async function readFolderFile(path: string, absolute: string): Promise<FolderFile | null> {
  let handle: FileHandle;
  try {
    handle = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) === 'ELOOP') return readLink(path, absolute);
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return null;
    if (systemCode(error) === 'ENXIO') return unreadFile(path, NOT_A_REGULAR_FILE);
    if (['EACCES', 'EPERM'].includes(systemCode(error))) return unreadFile(path, NO_PERMISSION);
    throw unreadableError(absolute, error);
  }
  try {
    return await readHandle(path, absolute, handle);
  } finally {
    await handle.close();
  }
}

async function readHandle(path: string, absolute: string, handle: FileHandle): Promise<FolderFile | null> {
  const stats = await handle.stat();
  if (!stats.isFile()) return unreadFile(path, NOT_A_REGULAR_FILE);
  const hash = blobHash(stats.size);
  const kept: Buffer[] | null = stats.size <= MAX_DOCUMENT_BYTES ? [] : null;
  let size = 0;
  try {
    for await (const chunk of handle.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      kept?.push(chunk);
      size += chunk.byteLength;
    }
  } catch (error) {
    throw unreadableError(absolute, error);
  }
  if (size !== stats.size) throw changedWhileReadingError(absolute);
  const file = { path, blob: hash.digest('hex'), size, modifiedAt: stats.mtimeMs };
  return kept === null
    ? { ...file, bytes: null, withheld: TOO_LARGE }
    : { ...file, bytes: Buffer.concat(kept) };
}

/** A file that is listed but not read. Its blob sha is that of no document, because no document contains a NUL. */
function unreadFile(path: string, withheld: string): FolderFile {
  return {
    path,
    blob: blobSha(Buffer.from(`${withheld}\0`)),
    size: 0,
    bytes: null,
    withheld,
    modifiedAt: 0,
  };
}

async function readLink(path: string, absolute: string): Promise<FolderFile | null> {
  try {
    const target = await readlink(absolute, 'buffer');
    const { mtimeMs } = await lstat(absolute);
    return {
      path,
      blob: blobSha(target),
      size: target.byteLength,
      bytes: null,
      withheld: SYMBOLIC_LINK,
      modifiedAt: mtimeMs,
    };
  } catch (error) {
    if (['ENOENT', 'EINVAL'].includes(systemCode(error))) return null;
    throw unreadableError(absolute, error);
  }
}
