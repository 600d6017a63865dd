import { randomBytes } from 'node:crypto';
import { enableCompileCache } from 'node:module';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';

// Halves the start-up time from the second run on. The imports below follow it so that they are cached too.
enableCompileCache();
// A first sync creates garbage faster than V8 collects it by default. With these flags it takes half the memory and 50 %
// more CPU time.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=10');
setFlagsFromString('--optimize-for-size');
const { runWorker, stopOnSignals } = await import('./cli/run-worker.ts');
const { openSource } = await import('./source/open-source.ts');
const { openWriter } = await import('./index/open-writer.ts');
const { openReader } = await import('../shared/index/open-reader.ts');
const { openEmbedder } = await import('../shared/embedding/open-embedder.ts');
const { openSummarizer } = await import('./summary/open-summarizer.ts');

// Everything the worker is made of. Which adapter each function opens is decided by the configuration.
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
