#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { runWorker } from './cli/run-worker.ts';
import { stopOnSignals } from './cli/stop-signals.ts';

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
  adapters: {
    source: async (config, deps) => (await import('./source/open-source.ts')).openSource(config, deps),
    embedder: async (config, deps) =>
      (await import('../shared/embedding/open-embedder.ts')).openEmbedder(config, deps),
    writer: async (config, deps) => (await import('./index/open-writer.ts')).openWriter(config, deps),
    reader: async (config, deps) => (await import('../shared/index/open-reader.ts')).openReader(config, deps),
  },
});
