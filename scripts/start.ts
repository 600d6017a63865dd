/**
 * `npm start`: runs one sync of the configured source, then the HTTP server. If the sync fails, it reports why, and the
 * server starts nevertheless and serves the existing index. Invalid settings of either program, an index of another
 * source, or a signal stop both.
 */
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../src/shared/error-codes.ts';

const stop = new AbortController();
// The listeners stay: without one, execa would end this process with the signal too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

/** Runs one of the two programs until it exits. A signal to this process is passed on as SIGTERM. */
async function run(program: 'worker' | 'server', argument: string): Promise<number> {
  const main = join(import.meta.dirname, '..', 'src', program, 'main.ts');
  const result = await execa(process.execPath, [main, argument], {
    stdio: 'inherit',
    reject: false,
    cancelSignal: stop.signal,
    forceKillAfterDelay: 15_000,
  });
  return result.exitCode ?? EXIT.failed;
}

const synced = await run('worker', 'sync');
process.exitCode = synced;
if (synced !== EXIT.usage && !stop.signal.aborted) process.exitCode = await run('server', '--http');
