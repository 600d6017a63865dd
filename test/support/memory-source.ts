import { createHash } from 'node:crypto';
import type { Manifest } from '../../src/shared/domain/change.ts';
import type { Revision, Root, SourceIdentity, UnreadReason } from '../../src/shared/domain/source.ts';
import {
  type Comparison,
  type DocsSource,
  type FileRef,
  type Head,
  MAX_DOCUMENT_BYTES,
  type SourceFile,
  type SourceHistory,
} from '../../src/worker/source/docs-source.ts';
import { blobSha } from '../../src/worker/source/document-files.ts';
import { SourceFiles } from '../../src/worker/source/source-files.ts';
import { diffManifests } from '../../src/worker/sync/source-diff.ts';
import { plainRoot } from './source-builder.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

interface Commit {
  readonly revision: Revision;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What a source can be asked to do. */
export type SourceMethod = 'head' | 'manifest' | 'compare' | 'read';

/** A fake docs source in memory, with a history. It behaves as the real ones do, and records the calls. */
export class MemorySource implements DocsSource {
  readonly identity: SourceIdentity;
  readonly requests = 0;
  /** `no-history` unless a test gives it one. */
  history: SourceHistory | UnreadReason = 'no-history';
  /** Paths of all files that were read, in order. */
  readonly filesRead: string[] = [];
  /** How often the manifest was read. */
  listings = 0;
  /** Replaces the result of `compare`. */
  comparison: ((comparison: Comparison) => Comparison | null) | null = null;
  /** Called before `head` returns. */
  afterHead: (() => Promise<void>) | null = null;
  /** Called before each answer, and for `read` before each file: throws what the source is to fail with. */
  beforeAnswer: ((method: SourceMethod) => void) | null = null;
  readonly #files: SourceFiles;
  #branch: Commit[] = [];
  #abandoned: Commit[] = [];

  constructor(from = 'memory:docs', roots: readonly Root[] = [plainRoot('')]) {
    this.identity = { from, ref: null, roots };
    this.#files = new SourceFiles(roots);
  }

  /** The same history, indexed with other roots. */
  withRoots(roots: readonly Root[]): MemorySource {
    const source = new MemorySource(this.identity.from, roots);
    source.#branch = this.#branch;
    source.#abandoned = this.#abandoned;
    return source;
  }

  /** Commits exactly these files to the branch, by their paths from the top of the source. */
  commit(files: Files, subject = `Commit ${this.#branch.length + 1}`): Revision {
    const encoded = Object.entries(files).map(
      ([path, content]) => [path, typeof content === 'string' ? Buffer.from(content) : content] as const,
    );
    const number = this.#branch.length + this.#abandoned.length;
    const digest = createHash('sha1').update(`${this.#branch.at(-1)?.revision.sha} ${number}`);
    for (const [path, bytes] of encoded) digest.update(`${path} ${blobSha(bytes)}\n`);
    const date = new Date(Date.UTC(2026, 0, 1, number)).toISOString();
    const revision = { sha: digest.digest('hex'), date, subject };
    this.#branch.push({ revision, files: new Map(encoded) });
    return revision;
  }

  /** Moves the branch back to the commit with that number, counted from 1, as a force-push does. */
  forcePushTo(number: number): void {
    this.#abandoned.push(...this.#branch.splice(number));
  }

  async head(known: Head | null): Promise<Head> {
    this.beforeAnswer?.('head');
    const revision = this.#branch.at(-1)?.revision;
    if (revision === undefined) throw new Error('there is no commit yet');
    await this.afterHead?.();
    const tag = `tag of ${revision.sha}`;
    return known?.tag === tag ? known : { revision, tag };
  }

  async manifest(revision: Revision): Promise<Manifest> {
    this.beforeAnswer?.('manifest');
    this.listings++;
    const manifest = this.#manifestOf(this.#find(revision));
    this.#files.requireDocuments(manifest, this.identity.from);
    return manifest;
  }

  async compare(from: Revision, to: Revision): Promise<Comparison | null> {
    this.beforeAnswer?.('compare');
    const start = this.#branch.findIndex(({ revision }) => revision.sha === from.sha);
    const end = this.#branch.findIndex(({ revision }) => revision.sha === to.sha);
    const [first, last] = [this.#branch[start], this.#branch[end]];
    if (first === undefined || last === undefined || start > end) return null;
    const between = this.#branch.slice(start, end + 1);
    const comparison = {
      changes: diffManifests(this.#manifestOf(first), this.#manifestOf(last)),
      commits: between.flatMap((commit, i) => {
        const previous = between[i - 1];
        const touched =
          previous !== undefined &&
          diffManifests(this.#manifestOf(previous), this.#manifestOf(commit)).length > 0;
        return touched ? [commit.revision] : [];
      }),
    };
    return this.comparison === null ? comparison : this.comparison(comparison);
  }

  async *read(files: readonly FileRef[], revision: Revision): AsyncGenerator<SourceFile> {
    const commit = this.#find(revision);
    for (const { path, blob } of files) {
      this.beforeAnswer?.('read');
      const bytes = commit.files.get(this.#files.sourcePath(path));
      if (bytes === undefined || blobSha(bytes) !== blob)
        throw new Error(`${path} does not have the requested blob`);
      this.filesRead.push(path);
      const file = { path, blob, size: bytes.byteLength };
      yield file.size > MAX_DOCUMENT_BYTES
        ? { ...file, bytes: null, withheld: 'larger than 1 MiB' }
        : { ...file, bytes };
    }
  }

  #find({ sha }: Revision): Commit {
    const commit = [...this.#branch, ...this.#abandoned].find(({ revision }) => revision.sha === sha);
    if (commit === undefined) throw new Error(`there is no commit ${sha}`);
    return commit;
  }

  #manifestOf({ files }: Commit): Manifest {
    const entries = [...files].map(([path, bytes]) => ({ path, mode: '100644', sha: blobSha(bytes) }));
    return this.#files.list(entries).manifest;
  }
}
