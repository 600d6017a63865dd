import type { Manifest } from '../../../shared/domain/change.ts';
import { isBelow, RELEASE, type Revision, type SourceIdentity } from '../../../shared/domain/source.ts';
import { OperationalError } from '../../../shared/operational-error.ts';
import {
  type Comparison,
  type DocsSource,
  type FileRef,
  type Head,
  MAX_DOCUMENT_BYTES,
  type SourceFile,
  type SourceHistory,
} from '../docs-source.ts';
import { mayBeLinkTarget, SYMBOLIC_LINK, splitByReadableName, TOO_LARGE } from '../document-files.ts';
import { locateFolder } from '../file-access.ts';
import { newestReleaseTag, noReleaseError } from '../release-tag.ts';
import { SourceFiles, type TreeListing } from '../source-files.ts';
import { parseBlobBatch } from './blob-batch.ts';
import { GitHistory } from './git-history.ts';
import { LOG_OPTIONS, parseDiff, parseLog, parseTree } from './git-output.ts';
import { damagedCloneError, GitProcess, gitPathspecs } from './git-process.ts';

/** Nothing but a full commit sha is passed to git as a commit. */
const COMMIT_SHA = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/** Documents in a local clone, bare or not. They are read from git objects; the working tree does not matter. */
export class GitSource implements DocsSource {
  readonly identity: SourceIdentity;
  readonly history: SourceHistory;
  readonly requests = 0;
  readonly #folder: string;
  readonly #ref: string;
  readonly #files: SourceFiles;
  #listed: { readonly sha: string; readonly listing: TreeListing } | null = null;

  /** @param folder absolute path of the clone */
  constructor(identity: SourceIdentity, folder: string) {
    this.identity = identity;
    this.#folder = folder;
    this.#ref = identity.ref ?? 'HEAD';
    this.#files = new SourceFiles(identity.roots);
    this.history = new GitHistory(folder, this.#files);
  }

  async head(_known: Head | null, signal?: AbortSignal): Promise<Head> {
    if (this.#ref === RELEASE) return await this.#releaseHead(signal);
    // In a fresh clone, a branch that is not checked out exists only under the remote's name.
    const revision = await this.#newestCommit([this.#ref, `refs/remotes/origin/${this.#ref}`], signal);
    if (revision !== null) return { revision };
    throw new OperationalError(
      'DOCS_REF_NOT_FOUND',
      `${this.#folder} has no branch, tag or commit ${this.#ref}.`,
      'Correct DOCS_REF (or `ref` in the list of sources), or fetch it into the clone.',
    );
  }

  async #releaseHead(signal?: AbortSignal): Promise<Head> {
    const git = await this.#open();
    const { stdout } = await git.run(['for-each-ref', '--format=%(refname:strip=2)', 'refs/tags/v*'], signal);
    const version = newestReleaseTag(stdout.split('\n'));
    const revision = version === null ? null : await this.#newestCommit([`refs/tags/${version}`], signal);
    if (version === null || revision === null) throw noReleaseError(this.#folder);
    return { revision, version };
  }

  /** The commit that the first of the names that exists leads to; null if none exists. */
  async #newestCommit(names: readonly string[], signal?: AbortSignal): Promise<Revision | null> {
    const git = await this.#open();
    for (const name of names) {
      const options = ['--max-count=1', ...LOG_OPTIONS, '--end-of-options'];
      const { stdout, exitCode } = await git.run(['rev-list', ...options, name, '--'], signal);
      const [revision] = exitCode === 0 ? parseLog(stdout) : [];
      if (revision !== undefined) return revision;
    }
    return null;
  }

  async manifest(revision: Revision, signal?: AbortSignal): Promise<Manifest> {
    const { manifest } = await this.#listing(revision.sha, signal);
    this.#files.requireDocuments(manifest, this.#folder);
    return manifest;
  }

  async compare(from: Revision, to: Revision, signal?: AbortSignal): Promise<Comparison | null> {
    if (!COMMIT_SHA.test(from.sha)) return null;
    const git = await this.#open();
    if ((await git.run(['merge-base', '--is-ancestor', from.sha, to.sha], signal)).exitCode !== 0)
      return null;
    const options = ['-r', '-z', '-M', '-l0', '--raw', '--no-abbrev'];
    const diff = await git.run(
      ['diff-tree', ...options, from.sha, to.sha, '--', ...gitPathspecs(this.#files)],
      signal,
    );
    if (diff.exitCode !== 0) return null;
    const changes = this.#files.changes(parseDiff(diff.stdout));
    if (changes.length === 0) return { changes, commits: [] };
    const range = [`${from.sha}..${to.sha}`, '--', ...gitPathspecs(this.#files)];
    const log = await git.run(['rev-list', '--reverse', ...LOG_OPTIONS, ...range], signal);
    if (log.exitCode !== 0) return null;
    return { changes, commits: parseLog(log.stdout) };
  }

  async *read(
    files: readonly FileRef[],
    revision: Revision,
    signal?: AbortSignal,
  ): AsyncGenerator<SourceFile> {
    const { readable, withheld } = splitByReadableName(files);
    yield* withheld;
    if (readable.length === 0) return;
    const git = await this.#open();
    const names = readable.map(({ path }) => `${revision.sha}:${this.#files.sourcePath(path)}\n`);
    const output = git.stream(['cat-file', '--batch'], names.join(''), signal);
    const pending = readable.values();
    for await (const object of parseBlobBatch(output, MAX_DOCUMENT_BYTES)) {
      const file = pending.next().value;
      if (file === undefined) break;
      if (object === null || object.type !== 'blob' || object.sha !== file.blob || !object.intact) {
        throw damagedCloneError(`${file.path} is not at commit ${revision.sha} as blob ${file.blob}`);
      }
      const { size, bytes } = object;
      if (bytes === null) yield { ...file, size, bytes, withheld: TOO_LARGE };
      else if (await this.#isLink(file.path, bytes, revision, signal)) {
        yield { ...file, size, bytes: null, withheld: SYMBOLIC_LINK };
      } else yield { ...file, size, bytes };
    }
    if (pending.next().done !== true) throw damagedCloneError('git stopped before the last file');
  }

  async #isLink(path: string, bytes: Buffer, revision: Revision, signal?: AbortSignal): Promise<boolean> {
    return mayBeLinkTarget(bytes) && (await this.#listing(revision.sha, signal)).links.has(path);
  }

  async #listing(sha: string, signal?: AbortSignal): Promise<TreeListing> {
    if (this.#listed?.sha === sha) return this.#listed.listing;
    const git = await this.#open();
    const { stdout } = await git.run(['ls-tree', '-r', '-z', '--full-tree', sha], signal);
    const entries = [...parseTree(stdout)];
    for (const folder of this.#files.rootFolders) {
      if (folder === '' || entries.some(({ path }) => isBelow(path, folder))) continue;
      throw new OperationalError(
        'DOCS_PATH_NOT_FOUND',
        `There is no folder ${folder} at commit ${sha} of ${this.#folder}.`,
        'Correct DOCS_PATH, or the root in the list of sources (SOURCES).',
      );
    }
    const listing = this.#files.list(entries);
    this.#listed = { sha, listing };
    return listing;
  }

  async #open(): Promise<GitProcess> {
    return new GitProcess(await locateFolder(this.#folder, ''));
  }
}
