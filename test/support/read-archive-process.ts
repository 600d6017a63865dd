import { setTimeout } from 'node:timers/promises';
import { silentLogger } from '../../src/shared/logger.ts';
import { GitHubSource } from '../../src/worker/source/github/github-source.ts';
import { peakMemoryKiB } from './process-usage.ts';
import { plainRoot } from './source-builder.ts';

/**
 * Reads documents from GitHub as the worker does, and measures the memory: `node read-archive-process.ts <API's URL>
 * <commit's sha> <documents as JSON>`. Prints the number of documents and the growth of the peak memory as JSON.
 */
const [apiUrl = '', sha = '', documents = '[]'] = process.argv.slice(2);
const source = new GitHubSource(
  { from: 'github:owner/docs', ref: 'main', roots: [plainRoot('content/docs')] },
  { owner: 'owner', name: 'docs', token: null, apiUrl, maxWaitMs: 0 },
  { clock: Date.now, delay: (ms) => setTimeout(ms), logger: silentLogger },
);
const revision = { sha, date: '2026-01-05T08:00:00.000Z', subject: '' };
const refs = JSON.parse(documents);

// The first read loads everything that is loaded once, before the measurement starts.
for await (const file of source.read(refs.slice(0, 1), revision))
  if (file.size === 0) throw new Error('empty');
const before = peakMemoryKiB();
let count = 0;
for await (const file of source.read(refs, revision)) if (file.bytes !== null) count++;
console.log(JSON.stringify({ count, grownKiB: peakMemoryKiB() - before }));
