/**
 * The worker as its main.ts composes it, with two differences: its embedder and summarizer are fakes in memory, and it
 * kills itself with SIGKILL just before the port call whose number, counted from 1, is in CRASH_AT. Between two port calls
 * a run changes nothing outside its own memory, so these are all moments at which a crash can matter, except those within
 * a call. Its last output, on stderr, is the name of that call.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { openReader } from '../../src/shared/index/open-reader.ts';
import { runWorker } from '../../src/worker/cli/run-worker.ts';
import { openWriter } from '../../src/worker/index/open-writer.ts';
import { PreparerPool } from '../../src/worker/prepare/document-preparer.ts';
import { openSource } from '../../src/worker/source/source-set.ts';
import { MemorySummarizer } from './memory-summarizer.ts';
import { WordEmbedder } from './word-embedder.ts';

const crashAt = Number(process.env['CRASH_AT']);
let calls = 0;

/** Wraps a port so that the process crashes at the call with the number `crashAt`. */
function crashing<T extends object>(port: T, name: string): T {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        calls++;
        if (calls === crashAt) {
          writeSync(2, `${name}.${String(key)}\n`);
          flushCompileCache();
          process.kill(process.pid, 'SIGKILL');
        }
        const result: unknown = Reflect.apply(member, target, args);
        return key === 'begin' ? Promise.resolve(result).then(crashingSession) : result;
      };
    },
  });
}

function crashingSession(begun: unknown): unknown {
  return begun !== null && typeof begun === 'object' && 'session' in begun
    ? { session: crashing(begun.session as object, 'session') }
    : begun;
}

process.exitCode = await runWorker({
  args: ['sync'],
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: new AbortController().signal,
  nameOwner: () => 'the crashing run',
  clock: Date.now,
  delay: (ms) => delay(ms),
  random: Math.random,
  adapters: {
    openReader,
    openEmbedder: () => crashing(new WordEmbedder(), 'embedder'),
    openSummarizer: () => crashing(new MemorySummarizer(), 'summarizer'),
    openPreparer: () => new PreparerPool(2),
    openSource: async (source, github, deps) => crashing(await openSource(source, github, deps), 'source'),
    openWriter: async (config, deps) => crashing(await openWriter(config, deps), 'writer'),
  },
});
