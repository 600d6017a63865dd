import { pMapIterable } from 'p-map';
import type { Manifest } from '../../../shared/domain/change.ts';
import { RELEASE, type Revision, type SourceIdentity } from '../../../shared/domain/source.ts';
import { BodyTooLarge } from '../../../shared/outgoing-fetch.ts';
import {
  type Comparison,
  type DocsSource,
  type FileRef,
  type Head,
  MAX_DOCUMENT_BYTES,
  type SourceFile,
  type SourceHistory,
} from '../docs-source.ts';
import {
  blobSha,
  mayBeLinkTarget,
  SYMBOLIC_LINK,
  splitByReadableName,
  TOO_LARGE,
} from '../document-files.ts';
import { SourceFiles, type TreeListing } from '../source-files.ts';
import { readHead, readReleaseHead } from './commits.ts';
import { compareCommits } from './compare-commits.ts';
import { type ApiRequest, type ClientDeps, type ClientOptions, GitHubClient } from './github-client.ts';
import { badResponseError } from './github-failure.ts';
import { GitHubHistory } from './github-history.ts';
import { listTree } from './list-tree.ts';
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

/** Concurrent requests: fast, and far from GitHub's limits for abuse. */
const CONCURRENCY = 6;

/**
 * Reads files blob by blob, with one request for each different blob, and verifies each against its sha. When the
 * caller stops reading, or a request fails, the other requests are aborted.
 */
export async function* readBlobs(
  client: Pick<GitHubClient, 'repository' | 'tries' | 'open'>,
  files: readonly FileRef[],
  signal?: AbortSignal,
): AsyncGenerator<SourceFile> {
  const filesByBlob = Map.groupBy(files, ({ blob }) => blob);
  const abandoned = new AbortController();
  const stop = AbortSignal.any([abandoned.signal, ...(signal === undefined ? [] : [signal])]);
  const readOne = (blob: string) => readBlob(client, blob, stop);
  try {
    for await (const read of pMapIterable(filesByBlob.keys(), readOne, { concurrency: CONCURRENCY })) {
      const { blob, size, bytes } = read;
      for (const file of filesByBlob.get(blob) ?? []) {
        yield bytes === null ? { ...file, size, bytes, withheld: TOO_LARGE } : { ...file, size, bytes };
      }
    }
  } finally {
    abandoned.abort();
  }
}

async function readBlob(
  client: Pick<GitHubClient, 'repository' | 'tries' | 'open'>,
  blob: string,
  signal: AbortSignal,
) {
  const request: ApiRequest = {
    route: '/git/blobs/{file_sha}',
    parameters: { file_sha: blob },
    subject: `blob ${blob} in ${client.repository}`,
  };
  const { size, bytes } = await client
    .tries(request, signal)
    .run(async () => await collect(await client.open(request, 'application/vnd.github.raw+json', signal)));
  if (bytes !== null && blobSha(bytes, blob.length) !== blob) {
    throw badResponseError(request.subject, 'the bytes have another sha');
  }
  return { blob, size, bytes };
}

/** GitHub's own limit for a blob. https://docs.github.com/en/rest/git/blobs */
const MAX_BLOB_BYTES = 100 * 1024 * 1024;

/** Reads a body. Returns only the size of one that is larger than a document may be. */
async function collect(body: AsyncIterable<Uint8Array>): Promise<{ size: number; bytes: Buffer | null }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size <= MAX_DOCUMENT_BYTES) chunks.push(chunk);
    if (size > MAX_BLOB_BYTES) throw new BodyTooLarge(MAX_BLOB_BYTES);
  }
  return { size, bytes: size <= MAX_DOCUMENT_BYTES ? Buffer.concat(chunks, size) : null };
}
