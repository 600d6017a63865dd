import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isoTime } from '../../../shared/clock.ts';
import type { Manifest } from '../../../shared/domain/change.ts';
import type { Revision, SourceIdentity } from '../../../shared/domain/source.ts';
import type { DocsSource, FileRef, Head, SourceFile } from '../docs-source.ts';
import { blobSha, isUnprintable, splitByReadableName } from '../document-files.ts';
import { changedWhileReadingError, locateFolder, systemCode, unreadableError } from '../file-access.ts';
import { SourceFiles } from '../source-files.ts';
import { readFolderFile } from './folder-file.ts';

/** Some file systems store times beyond the range of ISO dates. */
const LATEST_TIME = Date.UTC(9999, 11, 31);

/**
 * Documents in a plain folder. The revision is the hash of the manifest, dated by the newest document. A folder that
 * changes between `head` and `read` is refused with `DOCS_CHANGED_WHILE_READING`.
 */
export class FolderSource implements DocsSource {
  readonly identity: SourceIdentity;
  readonly history = 'no-history';
  readonly requests = 0;
  readonly #folder: string;
  readonly #files: SourceFiles;

  /** @param folder its absolute path */
  constructor(identity: SourceIdentity, folder: string) {
    this.identity = identity;
    this.#folder = folder;
    this.#files = new SourceFiles(identity.roots);
  }

  async head(_known: Head | null, signal?: AbortSignal): Promise<Head> {
    return { revision: this.#revisionOf(await this.#list(signal)) };
  }

  async manifest(revision: Revision, signal?: AbortSignal): Promise<Manifest> {
    const listing = await this.#list(signal);
    if (manifestHash(listing.manifest) !== revision.sha) throw changedWhileReadingError(this.#folder);
    return listing.manifest;
  }

  async compare(): Promise<null> {
    return null;
  }

  async *read(
    files: readonly FileRef[],
    _revision: Revision,
    signal?: AbortSignal,
  ): AsyncGenerator<SourceFile> {
    const top = await locateFolder(this.#folder, '');
    const { readable, withheld } = splitByReadableName(files);
    yield* withheld;
    for (const { path, blob } of readable) {
      signal?.throwIfAborted();
      const absolute = join(top, this.#files.sourcePath(path));
      const file = await readFolderFile(path, absolute);
      if (file?.blob !== blob) throw changedWhileReadingError(absolute);
      yield file;
    }
  }

  async #list(signal?: AbortSignal): Promise<FolderListing> {
    const manifest = new Map<string, string>();
    let newest = 0;
    for (const folder of this.#files.rootFolders) await locateFolder(this.#folder, folder);
    const top = await locateFolder(this.#folder, '');
    for (const folder of this.#files.folders) {
      for await (const path of filePaths(top, folder)) {
        signal?.throwIfAborted();
        for (const indexPath of this.#files.indexPaths(path)) {
          if (isUnprintable(indexPath)) {
            manifest.set(indexPath, blobSha(Buffer.from(indexPath)));
            continue;
          }
          const file = await readFolderFile(indexPath, join(top, path));
          if (file === null) continue;
          manifest.set(indexPath, file.blob);
          newest = Math.max(newest, file.modifiedAt);
        }
      }
    }
    this.#files.requireDocuments(manifest, this.#folder);
    return { manifest, newest };
  }

  #revisionOf({ manifest, newest }: FolderListing): Revision {
    const [folder = ''] = this.#files.folders;
    return {
      sha: manifestHash(manifest),
      date: isoTime(Math.min(newest, LATEST_TIME)),
      subject: `${manifest.size} files in ${basename(join(this.#folder, folder))}`,
    };
  }
}

function manifestHash(manifest: Manifest): string {
  const lines = [...manifest].map(([path, blob]) => `${blob} ${path}\n`).sort();
  return createHash('sha256').update(lines.join('')).digest('hex');
}

interface FolderListing {
  readonly manifest: Manifest;
  /** Modification time of the newest document, in milliseconds since the epoch. */
  readonly newest: number;
}

/** Yields the files below a folder that are not hidden, by their paths from `top`. Links are never followed. */
async function* filePaths(top: string, folder: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(join(top, folder))) {
    if (entry.name.startsWith('.')) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) yield path;
    // A folder whose name is not UTF-8 cannot be opened by that name.
    else if (!isUnprintable(path)) yield* filePaths(top, path);
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw changedWhileReadingError(folder);
    throw unreadableError(folder, error);
  }
}
