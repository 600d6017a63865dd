import { createHash } from 'node:crypto';
import type { Manifest } from '../../src/shared/domain/change.ts';
import type { Revision } from '../../src/shared/domain/revision.ts';
import {
  type Comparison,
  type DocsSource,
  type FileRef,
  type Head,
  MAX_DOCUMENT_BYTES,
  type SourceFile,
} from '../../src/worker/source/docs-source.ts';
import { blobSha } from '../../src/worker/source/document-files.ts';
import { diffManifests } from '../../src/worker/sync/manifest-diff.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

interface Commit {
  readonly revision: Revision;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A fake docs source in memory, with a history. It behaves as the real ones do, and records the calls. */
export class MemorySource implements DocsSource {
  readonly identity: string;
  readonly requests = 0;
  /** Paths of all files that were read, in order. */
  readonly filesRead: string[] = [];
  /** How often the manifest was read. */
  listings = 0;
  /** Replaces the result of `compare`. */
  comparison: ((comparison: Comparison) => Comparison | null) | null = null;
  /** Called before `head` returns. */
  afterHead: (() => Promise<void>) | null = null;
  #branch: Commit[] = [];
  #abandoned: Commit[] = [];

  constructor(identity = 'memory:docs') {
    this.identity = identity;
  }

  /** Commits exactly these documents to the branch. */
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
    const revision = this.#branch.at(-1)?.revision;
    if (revision === undefined) throw new Error('there is no commit yet');
    await this.afterHead?.();
    const tag = `tag of ${revision.sha}`;
    return known?.tag === tag ? known : { revision, tag };
  }

  async manifest(revision: Revision): Promise<Manifest> {
    this.listings++;
    return manifestOf(this.#find(revision));
  }

  async compare(from: Revision, to: Revision): Promise<Comparison | null> {
    const start = this.#branch.findIndex(({ revision }) => revision.sha === from.sha);
    const end = this.#branch.findIndex(({ revision }) => revision.sha === to.sha);
    const [first, last] = [this.#branch[start], this.#branch[end]];
    if (first === undefined || last === undefined || start > end) return null;
    const between = this.#branch.slice(start, end + 1);
    const comparison = {
      changes: diffManifests(manifestOf(first), manifestOf(last)),
      commits: between.flatMap((commit, i) => {
        const previous = between[i - 1];
        const touched =
          previous !== undefined && diffManifests(manifestOf(previous), manifestOf(commit)).length > 0;
        return touched ? [commit.revision] : [];
      }),
    };
    return this.comparison === null ? comparison : this.comparison(comparison);
  }

  async *read(files: readonly FileRef[], revision: Revision): AsyncGenerator<SourceFile> {
    const commit = this.#find(revision);
    for (const { path, blob } of files) {
      const bytes = commit.files.get(path);
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
}

function manifestOf({ files }: Commit): Manifest {
  return new Map([...files].map(([path, bytes]) => [path, blobSha(bytes)]));
}
