import type { Manifest } from '../../../shared/domain/change.ts';
import type { Revision } from '../../../shared/domain/revision.ts';
import { RELEASE, type SourceIdentity } from '../../../shared/domain/source.ts';
import type { Comparison, DocsSource, FileRef, Head, SourceFile, SourceHistory } from '../docs-source.ts';
import { mayBeLinkTarget, SYMBOLIC_LINK, splitByReadableName } from '../document-files.ts';
import { SourceFiles, type TreeListing } from '../source-files.ts';
import { readHead, readReleaseHead } from './commits.ts';
import { compareCommits } from './compare-commits.ts';
import { type ClientDeps, type ClientOptions, GitHubClient } from './github-client.ts';
import { GitHubHistory } from './github-history.ts';
import { listTree } from './list-tree.ts';
import { readBlobs } from './read-blobs.ts';
import { readTarball } from './read-tarball.ts';

/** Up to this many files are read as blobs with one request each. More are read from one tarball. */
const MAX_BLOBS = 30;

/** Documents of a repository on GitHub or GitHub Enterprise, through the REST API. One instance serves one run. */
export class GitHubSource implements DocsSource {
  readonly identity: SourceIdentity;
  readonly history: SourceHistory | 'no-token';
  readonly #client: GitHubClient;
  readonly #historyClient: GitHubClient;
  readonly #ref: string;
  readonly #files: SourceFiles;
  #listed: { readonly sha: string; readonly listing: TreeListing } | null = null;

  constructor(identity: SourceIdentity, options: ClientOptions, deps: ClientDeps) {
    this.identity = identity;
    this.#client = new GitHubClient(options, deps);
    this.#ref = identity.ref ?? 'HEAD';
    this.#files = new SourceFiles(identity.roots);
    this.#historyClient = new GitHubClient({ ...options, maxWaitMs: 0 }, deps);
    this.history = options.token === null ? 'no-token' : new GitHubHistory(this.#historyClient, this.#files);
  }

  get requests(): number {
    return this.#client.requests + this.#historyClient.requests;
  }

  async head(known: Head | null, signal?: AbortSignal): Promise<Head> {
    return this.#ref === RELEASE
      ? await readReleaseHead(this.#client, known, signal)
      : await readHead(this.#client, this.#ref, known, signal);
  }

  async manifest(revision: Revision, signal?: AbortSignal): Promise<Manifest> {
    const { manifest } = await this.#listing(revision.sha, signal);
    this.#files.requireDocuments(manifest, this.#client.repository);
    return manifest;
  }

  async compare(from: Revision, to: Revision, signal?: AbortSignal): Promise<Comparison | null> {
    return await compareCommits(this.#client, this.#files, { from, to }, signal);
  }

  async *read(
    files: readonly FileRef[],
    revision: Revision,
    signal?: AbortSignal,
  ): AsyncGenerator<SourceFile> {
    const { readable, withheld } = splitByReadableName(files);
    yield* withheld;
    // A file that several roots select is downloaded once.
    const refs = Map.groupBy(readable, ({ path }) => this.#files.sourcePath(path));
    for await (const file of this.#download(new Map([...refs].flatMap(firstRef)), revision, signal)) {
      for (const { path } of refs.get(this.#files.sourcePath(file.path)) ?? []) yield { ...file, path };
    }
  }

  /** @param wanted path from the top of the repository → file; downloaded files are deleted from it */
  async *#download(
    wanted: Map<string, FileRef>,
    revision: Revision,
    signal?: AbortSignal,
  ): AsyncGenerator<SourceFile> {
    if (wanted.size > MAX_BLOBS) yield* readTarball(this.#client, revision.sha, wanted, signal);
    for await (const file of readBlobs(this.#client, [...wanted.values()], signal)) {
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
    const listing = await listTree(this.#client, sha, this.#files, signal);
    this.#listed = { sha, listing };
    return listing;
  }
}

function firstRef([path, [first]]: [string, FileRef[]]): [string, FileRef][] {
  return first === undefined ? [] : [[path, first]];
}
