import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { silentLogger } from '../../../shared/logger.ts';
import { blobSha } from '../document-files.ts';
import type { ApiRequest } from './github-client.ts';
import { GitHubTries, WaitBudget } from './github-fetch.ts';
import { readBlobs } from './github-source.ts';

/** A GitHub whose blobs are numbers as text, each opened by `open`. */
function client(open: (index: number, signal: AbortSignal) => Promise<void>) {
  const clock = () => 0;
  const deps = { budget: new WaitBudget(0, clock), clock, delay: async () => {}, logger: silentLogger };
  const contents = Array.from({ length: 12 }, (_, index) => Buffer.from(String(index)));
  const files = contents.map((bytes, index) => ({ path: `${index}.md`, blob: blobSha(bytes) }));
  return {
    files,
    repository: 'owner/name',
    tries: ({ subject }: ApiRequest, signal?: AbortSignal) =>
      new GitHubTries({ subject, apiUrl: 'http://localhost', token: null }, deps, signal),
    async open({ parameters }: ApiRequest, _accept: string, signal?: AbortSignal) {
      const index = files.findIndex(({ blob }) => blob === parameters?.['file_sha']);
      await open(index, signal ?? new AbortController().signal);
      return ReadableStream.from([contents[index] ?? Buffer.alloc(0)]);
    },
  };
}

/** Never answers, and rejects when the request is aborted. */
function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

test('blobs are yielded in order, whichever arrives first, and at most six requests run at once', async () => {
  const delays = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(delays, async (turns) => {
      let running = 0;
      let most = 0;
      const gitHub = client(async (index) => {
        most = Math.max(most, ++running);
        for (let i = 0; i < (turns[index] ?? 0); i++) await null;
        running--;
      });
      const files = gitHub.files.slice(0, turns.length);
      const paths: string[] = [];
      for await (const { path } of readBlobs(gitHub, files)) paths.push(path);
      expect(paths).toEqual(files.map(({ path }) => path));
      expect(most).toBeLessThanOrEqual(6);
    }),
  );
});

test('a failed request for a blob rejects the read and aborts the other requests', async () => {
  const signals: AbortSignal[] = [];
  const gitHub = client(async (index, signal) => {
    signals.push(signal);
    if (index === 0) throw new Error('the first fails');
    await hang(signal);
  });
  const blobs = readBlobs(gitHub, gitHub.files.slice(0, 3));
  await expect(blobs.next()).rejects.toThrow('the first fails');
  expect(signals).toHaveLength(3);
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

test('a caller that stops reading blobs aborts the requests in flight', async () => {
  let aborted = 0;
  const gitHub = client(async (index, signal) => {
    if (index > 0) await hang(signal).finally(() => aborted++);
  });
  for await (const { path } of readBlobs(gitHub, gitHub.files.slice(0, 3))) {
    expect(path).toBe('0.md');
    break;
  }
  await new Promise(setImmediate);
  expect(aborted).toBe(2);
});
