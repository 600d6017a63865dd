import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isoTime } from '../../../shared/clock.ts';
import type { Manifest } from '../../../shared/domain/change.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { DocsSource, FileRef, Head, SourceFile } from '../docs-source.ts';
import {
  blobSha,
  isUnprintable,
  listedPath,
  noDocumentsError,
  splitByReadableName,
} from '../document-files.ts';
import { changedWhileReadingError, locateFolder, systemCode, unreadableError } from '../file-access.ts';
import { readFolderFile } from './folder-file.ts';

/** Some file systems store times beyond the range of ISO dates. */
const LATEST_TIME = Date.UTC(9999, 11, 31);

/**
 * Documents in a plain folder. The revision is the hash of the manifest, dated by the newest document. A folder that
 * changes between `head` and `read` is refused with `DOCS_CHANGED_WHILE_READING`.
 */
export class FolderSource implements DocsSource {
  readonly identity: string;
  readonly requests = 0;
  readonly #folder: string;
  readonly #docsPath: string;

  /** @param docsPath a folder below `folder`; `''`: the folder itself */
  constructor(folder: string, docsPath: string) {
    this.#folder = resolve(folder);
    this.#docsPath = docsPath;
    this.identity = `dir:${join(this.#folder, docsPath)}`;
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
    const root = await locateFolder(this.#folder, this.#docsPath);
    const { readable, withheld } = splitByReadableName(files);
    yield* withheld;
    for (const { path, blob } of readable) {
      signal?.throwIfAborted();
      const file = await readFolderFile(path, join(root, path));
      if (file?.blob !== blob) throw changedWhileReadingError(join(root, path));
      yield file;
    }
  }

  async #list(signal?: AbortSignal): Promise<FolderListing> {
    const listing = await listFolder(await locateFolder(this.#folder, this.#docsPath), signal);
    if (listing.manifest.size === 0) throw noDocumentsError(join(this.#folder, this.#docsPath));
    return listing;
  }

  #revisionOf({ manifest, newest }: FolderListing): Revision {
    return {
      sha: manifestHash(manifest),
      date: isoTime(Math.min(newest, LATEST_TIME)),
      subject: `${manifest.size} files in ${basename(join(this.#folder, this.#docsPath))}`,
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

/** Lists the documents below a folder: `.md` files that are not hidden. Links are never followed. */
async function listFolder(root: string, signal?: AbortSignal): Promise<FolderListing> {
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
      // A folder whose name is not UTF-8 cannot be opened by that name.
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
    if (systemCode(error) === 'ENOENT') throw changedWhileReadingError(folder);
    throw unreadableError(folder, error);
  }
}
