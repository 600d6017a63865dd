import { enableCompileCache } from 'node:module';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { hideSqliteWarning } from '../shared/node-version.ts';

hideSqliteWarning(process);
// Halves the start-up time from the second run on. The imports below follow it so that they are cached too.
enableCompileCache();
// A first sync creates garbage faster than V8 collects it by default. With these flags it takes half the memory and 50 %
// more CPU time.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=10');
setFlagsFromString('--optimize-for-size');
const { runWorker, stopOnSignals } = await import('./cli/run-worker.ts');
const { openSource } = await import('./source/source-set.ts');
const { nameRunOwner, openWriter } = await import('./index/open-writer.ts');
const { openReader } = await import('../shared/index/open-reader.ts');
const { openEmbedder } = await import('../shared/embedding/open-embedder.ts');
const { PreparerPool, threadsFor } = await import('./prepare/document-preparer.ts');
const { openSummarizer } = await import('./summary/open-summarizer.ts');

// Passes the functions that open the adapters to the commands. `cli/run-worker.ts` reads the configuration, and each
// command opens the adapters it needs.
process.exitCode = await runWorker({
  args: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopOnSignals(process),
  nameOwner: nameRunOwner,
  clock: Date.now,
  delay: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
  random: Math.random,
  tell: process.send?.bind(process),
  adapters: {
    openSource,
    openWriter,
    openReader,
    openEmbedder,
    openSummarizer,
    openPreparer: () => {
      const freeMb = process.availableMemory() / 1e6;
      return new PreparerPool(threadsFor({ processors: availableParallelism(), freeMb }));
    },
  },
});
