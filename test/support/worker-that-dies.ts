/**
 * The worker, put together as in its own main.ts but for two things: it embeds and summarizes in memory, and it kills
 * itself with SIGKILL on its way into the call of a port whose number, counted from 1, is given by DIE_AT. Between two
 * calls a run changes nothing outside its own memory, so these are all the moments there are but those within a call.
 * Says on stderr, as the last thing it does, which call that was.
 */
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { openReader } from '../../src/shared/index/open-reader.ts';
import { runWorker } from '../../src/worker/cli/run-worker.ts';
import { openWriter } from '../../src/worker/index/open-writer.ts';
import { openSource } from '../../src/worker/source/open-source.ts';
import { MemorySummarizer } from './memory-summarizer.ts';
import { WordEmbedder } from './word-embedder.ts';

const dieAt = Number(process.env['DIE_AT']);
let calls = 0;

function mortal<T extends object>(port: T, name: string): T {
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        calls++;
        if (calls === dieAt) {
          writeSync(2, `${name}.${String(key)}\n`);
          flushCompileCache();
          process.kill(process.pid, 'SIGKILL');
        }
        const result: unknown = Reflect.apply(member, target, args);
        return key === 'begin' ? Promise.resolve(result).then(mortalSession) : result;
      };
    },
  });
}

function mortalSession(begun: unknown): unknown {
  return begun !== null && typeof begun === 'object' && 'session' in begun
    ? { session: mortal(begun.session as object, 'session') }
    : begun;
}

process.exitCode = await runWorker({
  args: ['sync'],
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: new AbortController().signal,
  owner: 'the run that dies',
  clock: Date.now,
  delay: (ms) => delay(ms),
  random: Math.random,
  adapters: {
    openReader,
    openEmbedder: () => mortal(new WordEmbedder(), 'embedder'),
    openSummarizer: () => mortal(new MemorySummarizer(), 'summarizer'),
    openSource: async (config, deps) => mortal(await openSource(config, deps), 'source'),
    openWriter: async (config, deps) => mortal(await openWriter(config, deps), 'writer'),
  },
});
