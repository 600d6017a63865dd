import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from '../docs-source.ts';
import { blobSha, TOO_LARGE } from '../source-file.ts';
import type { ApiRequest, GitHubClient } from './github-client.ts';
import { badResponse } from './github-failure.ts';

/** Requests under way at once: quick, and far from what GitHub takes for abuse. */
const CONCURRENCY = 6;

/** Reads files blob by blob, one request for each different one, and checks each against its sha. */
export async function* readBlobs(
  client: GitHubClient,
  files: readonly FileRef[],
  signal?: AbortSignal,
): AsyncGenerator<SourceFile> {
  const byBlob = Map.groupBy(files, ({ blob }) => blob);
  const read = (blob: string, either: AbortSignal) => readBlob(client, blob, either);
  for await (const { blob, size, bytes } of orderedWindow(byBlob.keys(), CONCURRENCY, read, signal)) {
    for (const file of byBlob.get(blob) ?? []) {
      yield bytes === null ? { ...file, size, bytes, withheld: TOO_LARGE } : { ...file, size, bytes };
    }
  }
}

async function readBlob(client: GitHubClient, blob: string, signal: AbortSignal) {
  const request: ApiRequest = {
    route: '/git/blobs/{file_sha}',
    parameters: { file_sha: blob },
    subject: `blob ${blob} in ${client.repository}`,
  };
  const { size, bytes } = await client
    .tries(request, signal)
    .run(async () => await collect(await client.open(request, 'application/vnd.github.raw+json', signal)));
  if (bytes !== null && blobSha(bytes, blob.length) !== blob) {
    throw badResponse(request.subject, 'the bytes have another sha');
  }
  return { blob, size, bytes };
}

/** The bytes and their number; of more than a document may have only the number. */
async function collect(body: AsyncIterable<Uint8Array>): Promise<{ size: number; bytes: Buffer | null }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size <= MAX_DOCUMENT_BYTES) chunks.push(chunk);
  }
  return { size, bytes: size <= MAX_DOCUMENT_BYTES ? Buffer.concat(chunks, size) : null };
}

/**
 * Runs a task for every item, at most `limit` at once, and gives the results in order.
 * @param task gets a signal that aborts as soon as nobody waits for its result any more
 */
export async function* orderedWindow<T, R>(
  items: Iterable<T>,
  limit: number,
  task: (item: T, signal: AbortSignal) => Promise<R>,
  signal?: AbortSignal,
): AsyncGenerator<R> {
  const abandoned = new AbortController();
  const either = signal === undefined ? abandoned.signal : AbortSignal.any([signal, abandoned.signal]);
  const running: Promise<R>[] = [];
  try {
    for (const item of items) {
      const result = task(item, either);
      // The one that is awaited reports its failure; the others must not count as unhandled meanwhile.
      result.catch(() => {});
      if (running.push(result) >= limit) yield await (running.shift() as Promise<R>);
    }
    for (const result of running) yield await result;
  } finally {
    abandoned.abort();
    await Promise.allSettled(running);
  }
}
