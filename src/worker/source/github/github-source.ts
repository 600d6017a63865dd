import type { Manifest } from '../../../shared/domain/change.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import type { Comparison, DocsSource, FileRef, Head, SourceFile } from '../docs-source.ts';
import {
  mayBeLinkTarget,
  noDocumentsError,
  repositoryPath,
  SYMBOLIC_LINK,
  splitByReadableName,
  type TreeListing,
} from '../document-files.ts';
import { readHead } from './commits.ts';
import { compareCommits } from './compare-commits.ts';
import { type ClientDeps, type ClientOptions, GitHubClient } from './github-client.ts';
import { listTree } from './list-tree.ts';
import { readBlobs } from './read-blobs.ts';
import { readTarball } from './read-tarball.ts';

export interface GitHubOptions extends ClientOptions {
  readonly ref: string;
  /** Docs root inside the repository; `''`: the whole repository. */
  readonly docsPath: string;
}

/** Up to this many files are read as blobs with one request each. More are read from one tarball. */
const MAX_BLOBS = 30;

/** Documents of a repository on GitHub or GitHub Enterprise, through the REST API. One instance serves one run. */
export class GitHubSource implements DocsSource {
  readonly identity: string;
  readonly #client: GitHubClient;
  readonly #ref: string;
  readonly #docsPath: string;
  #listed: { readonly sha: string; readonly listing: TreeListing } | null = null;

  constructor(options: GitHubOptions, deps: ClientDeps) {
    this.#client = new GitHubClient(options, deps);
    this.#ref = options.ref;
    this.#docsPath = options.docsPath;
    this.identity = `github:${options.owner}/${options.name}@${options.ref}:${options.docsPath}`;
  }

  get requests(): number {
    return this.#client.requests;
  }

  async head(known: Head | null, signal?: AbortSignal): Promise<Head> {
    return await readHead(this.#client, this.#ref, known, signal);
  }

  async manifest(revision: Revision, signal?: AbortSignal): Promise<Manifest> {
    const { manifest } = await this.#listing(revision.sha, signal);
    if (manifest.size === 0)
      throw noDocumentsError(`${this.#docsPath || 'the root'} of ${this.#client.repository}`);
    return manifest;
  }

  async compare(from: Revision, to: Revision, signal?: AbortSignal): Promise<Comparison | null> {
    return await compareCommits(this.#client, this.#docsPath, { from, to }, signal);
  }

  async *read(
    files: readonly FileRef[],
    revision: Revision,
    signal?: AbortSignal,
  ): AsyncGenerator<SourceFile> {
    const { readable, withheld } = splitByReadableName(files);
    yield* withheld;
    let left = readable;
    if (readable.length > MAX_BLOBS) {
      const wanted = new Map(readable.map((file) => [repositoryPath(file.path, this.#docsPath), file]));
      yield* readTarball(this.#client, revision.sha, wanted, signal);
      left = [...wanted.values()];
    }
    for await (const file of readBlobs(this.#client, left, signal)) {
      const isLink =
        file.bytes !== null &&
        mayBeLinkTarget(file.bytes) &&
        (await this.#isLink(file.path, revision, signal));
      yield isLink ? { ...file, bytes: null, withheld: SYMBOLIC_LINK } : file;
    }
  }

  /** A blob has no mode, so the tree must be read. */
  async #isLink(path: string, revision: Revision, signal?: AbortSignal): Promise<boolean> {
    return (await this.#listing(revision.sha, signal)).links.has(path);
  }

  async #listing(sha: string, signal?: AbortSignal): Promise<TreeListing> {
    if (this.#listed?.sha === sha) return this.#listed.listing;
    const listing = await listTree(this.#client, sha, this.#docsPath, signal);
    this.#listed = { sha, listing };
    return listing;
  }
}
