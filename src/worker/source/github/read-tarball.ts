import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { BodyTooLarge } from '../../../shared/outgoing-fetch.ts';
import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from '../docs-source.ts';
import { blobHash, blobSha, SYMBOLIC_LINK, TOO_LARGE } from '../document-files.ts';
import type { ApiRequest, GitHubClient } from './github-client.ts';
import { badResponseError } from './github-failure.ts';
import { MAX_ARCHIVE_BYTES } from './github-fetch.ts';

/**
 * Reads files from the tarball of a commit with one request. The archive is unpacked as it arrives, and all other files
 * are discarded. If the transfer fails, it starts again for the files that are still missing.
 *
 * A file stays in `wanted` if its bytes do not match its blob (an archive applies `export-subst` and line ends) or if
 * the archive omits it (`export-ignore`). The caller reads it otherwise.
 * @param wanted path in the repository → file; every file that is yielded is removed
 */
export async function* readTarball(
  client: GitHubClient,
  commit: string,
  wanted: Map<string, FileRef>,
  signal?: AbortSignal,
): AsyncGenerator<SourceFile> {
  const request: ApiRequest = {
    route: '/tarball/{ref}',
    parameters: { ref: commit },
    subject: `tarball of commit ${commit} of ${client.repository}`,
  };
  const tries = client.tries(request, signal);
  for (;;) {
    tries.begin();
    try {
      const body = await client.open(request, 'application/vnd.github+json', signal);
      yield* unpack(request, body, wanted);
      return;
    } catch (error) {
      await tries.afterFailure(error);
    }
  }
}

async function* unpack(
  request: ApiRequest,
  body: AsyncIterable<Uint8Array>,
  wanted: Map<string, FileRef>,
): AsyncGenerator<SourceFile> {
  const archive = extract();
  const unpacked = pipeline(Readable.from(withPeriodicGc(body)), createGunzip(), limitBytes, archive);
  // A failure of the pipeline destroys the archive with its reason, which ends the loop below.
  unpacked.catch(() => {});
  try {
    for await (const entry of archive) {
      const path = entry.header.name.slice(entry.header.name.indexOf('/') + 1);
      const ref = wanted.get(path);
      const file = ref === undefined ? null : await readEntry(entry, ref);
      if (file !== null) {
        wanted.delete(path);
        yield file;
        if (wanted.size === 0) return;
      }
      entry.resume();
    }
    await unpacked;
  } catch (error) {
    const problem = formatProblem(error);
    throw problem === null ? error : badResponseError(request.subject, problem);
  }
}

/** A small archive may unpack to one of any size. */
async function* limitBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > MAX_ARCHIVE_BYTES) throw new BodyTooLarge(MAX_ARCHIVE_BYTES);
    yield chunk;
  }
}

/**
 * Describes what is wrong with an archive. Returns null for a transfer that ended early, which a retry may fix.
 * The tar parser's errors have no code, so their messages tell.
 */
function formatProblem(error: unknown): string | null {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const isFormatError =
    code === 'Z_DATA_ERROR' || /tar header|invalid header|header exceeds/i.test(String(message));
  return isFormatError ? String(message) : null;
}

type Entry = Extract extends AsyncIterable<infer E> ? E : never;

/** Reads the file in an entry. Returns null if its bytes do not match the requested blob. */
async function readEntry(entry: Entry, ref: FileRef): Promise<SourceFile | null> {
  const { type, linkname, size } = entry.header;
  if (type === 'symlink') {
    const target = Buffer.from(linkname, 'utf8');
    if (blobSha(target, ref.blob.length) !== ref.blob) return null;
    return { ...ref, size: target.byteLength, bytes: null, withheld: SYMBOLIC_LINK };
  }
  if (type !== 'file') return null;
  const hash = blobHash(size, ref.blob.length);
  const kept: Buffer[] | null = size <= MAX_DOCUMENT_BYTES ? [] : null;
  for await (const chunk of entry as AsyncIterable<Buffer>) {
    hash.update(chunk);
    kept?.push(chunk);
  }
  if (hash.digest('hex') !== ref.blob) return null;
  return kept === null
    ? { ...ref, size, bytes: null, withheld: TOO_LARGE }
    : { ...ref, size, bytes: Buffer.concat(kept) };
}

/** Bytes between two garbage collections, each of which takes less than a millisecond. */
const GC_INTERVAL_BYTES = 2 * 1024 * 1024;

/**
 * Passes chunks on and runs the garbage collector for young objects periodically. Network buffers lie outside of V8's
 * heap, and V8 lets some 64 MB of unused ones accumulate before it collects them. This halves the peak.
 */
async function* withPeriodicGc(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  setFlagsFromString('--expose-gc');
  const collect: (options: { readonly type: 'minor' }) => void = runInNewContext('gc');
  let passed = 0;
  for await (const chunk of chunks) {
    passed += chunk.byteLength;
    if (passed >= GC_INTERVAL_BYTES) {
      collect({ type: 'minor' });
      passed = 0;
    }
    yield chunk;
  }
}
