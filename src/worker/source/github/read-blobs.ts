import { pMapIterable } from 'p-map';
import { BodyTooLarge } from '../../../shared/http/guarded-fetch.ts';
import { type FileRef, MAX_DOCUMENT_BYTES, type SourceFile } from '../docs-source.ts';
import { blobSha, TOO_LARGE } from '../document-files.ts';
import type { ApiRequest, GitHubClient } from './github-client.ts';
import { badResponseError } from './github-failure.ts';

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
