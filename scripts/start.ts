/**
 * `npm start`: one sync of the configured source, then the HTTP server. A sync that fails has said why; the server
 * starts all the same and serves the index there is. Wrong configuration of either, an index of another source, or a
 * signal stops both.
 */
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../src/shared/exit-codes.ts';

const stop = new AbortController();
// For good: execa ends this process by the signal, too, where nobody else listens to it any more.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());

/** Runs one of the two programs until it ends; a signal to this process is passed on as SIGTERM. */
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
