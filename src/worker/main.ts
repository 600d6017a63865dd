import { randomBytes } from 'node:crypto';
import { enableCompileCache } from 'node:module';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';

// Halves the start from the second run on; everything below is loaded after it, to be cached too.
enableCompileCache();
// A first sync makes garbage faster than V8 likes to look for it: half the memory for half as much processor time again.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=10');
setFlagsFromString('--optimize-for-size');
const { runWorker } = await import('./cli/run-worker.ts');
const { stopOnSignals } = await import('./cli/stop-signals.ts');
const { openSource } = await import('./source/open-source.ts');
const { openWriter } = await import('./index/open-writer.ts');
const { openReader } = await import('../shared/index/open-reader.ts');
const { openEmbedder } = await import('../shared/embedding/open-embedder.ts');
const { openSummarizer } = await import('./summary/open-summarizer.ts');

process.exitCode = await runWorker({
  args: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopOnSignals(process),
  owner: `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`,
  clock: Date.now,
  delay: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
  random: Math.random,
  adapters: { openSource, openWriter, openReader, openEmbedder, openSummarizer },
});
