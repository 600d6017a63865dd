import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from '../docs-source.ts';
import { blobHash, blobSha, SYMBOLIC_LINK, TOO_LARGE } from '../source-file.ts';
import type { ApiRequest, GitHubClient } from './github-client.ts';
import { badResponse } from './github-failure.ts';

/**
 * Reads files from the tarball of a commit: one request, unpacked as it streams by, everything not asked for
 * discarded. A stream that breaks off is asked for anew, for the files still missing.
 *
 * A file whose bytes are not those of its blob (an archive honours `export-subst` and line ends) or which the archive
 * leaves out (`export-ignore`) stays in `wanted`, to be read otherwise.
 * @param wanted path in the repository → file; what has been given is taken out
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
    const startedAt = tries.begin();
    try {
      const body = await client.open(request, 'application/vnd.github+json', signal);
      yield* unpack(request, body, wanted);
      return;
    } catch (error) {
      await tries.failed(error, startedAt);
    }
  }
}

async function* unpack(
  request: ApiRequest,
  body: AsyncIterable<Uint8Array>,
  wanted: Map<string, FileRef>,
): AsyncGenerator<SourceFile> {
  const archive = extract();
  const unpacked = pipeline(Readable.from(collectedOften(body)), createGunzip(), archive);
  // A failure on the way destroys the archive with its reason, which ends the loop below.
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
    const reason = formatFault(error);
    throw reason === null ? error : badResponse(request.subject, reason);
  }
}

/** What is wrong with an archive that arrived; null for a transfer that broke off, and may go better next time. */
function formatFault(error: unknown): string | null {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const fault = code === 'Z_DATA_ERROR' || /tar header|invalid header|header exceeds/i.test(String(message));
  return fault ? String(message) : null;
}

type Entry = Extract extends AsyncIterable<infer E> ? E : never;

/** The file an entry holds, null where it is not the one asked for. */
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

/** Bytes between two collections: each takes less than a millisecond. */
const COLLECT_EVERY = 2 * 1024 * 1024;

/**
 * Lets chunks pass and has the garbage collector run over young objects now and then. Network buffers lie outside of
 * V8's heap, and it lets some 64 MB of dead ones pile up before it looks; this keeps it to half of that.
 */
async function* collectedOften(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  setFlagsFromString('--expose-gc');
  const collect: (options: { readonly type: 'minor' }) => void = runInNewContext('gc');
  let passed = 0;
  for await (const chunk of chunks) {
    passed += chunk.byteLength;
    if (passed >= COLLECT_EVERY) {
      collect({ type: 'minor' });
      passed = 0;
    }
    yield chunk;
  }
}
