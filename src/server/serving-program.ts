import { enableCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { EXIT } from '../shared/error-codes.ts';
import { hideSqliteWarning } from '../shared/node-version.ts';
import { packageVersion } from '../shared/package-version.ts';
import type { ServerEnvironment } from './run-server.ts';
import { parseServerArguments } from './server-arguments.ts';

/** A program that serves, over stdio or HTTP as its command line says. */
export interface ServingProgram {
  readonly name: string;
  /** What `--help` prints. */
  readonly help: string;
  /** Imports what serves: only once it is needed, and after the cache of compiled code is on. */
  readonly load: () => Promise<(environment: ServerEnvironment) => Promise<number>>;
}

/** Runs a program with this process's arguments, streams and environment, and sets the exit code. */
export async function runServingProgram(
  { name, help, load }: ServingProgram,
  host: Pick<NodeJS.Process, 'argv' | 'env' | 'stdout' | 'stderr' | 'once' | 'exitCode' | 'emitWarning'>,
): Promise<void> {
  const command = parseServerArguments(host.argv.slice(2));
  if (command.kind === 'help') host.stdout.write(help);
  else if (command.kind === 'version') host.stdout.write(`${packageVersion()}\n`);
  else if (command.kind === 'wrong') {
    host.stderr.write(`${name}: USAGE: ${command.problem} See --help.\n`);
    host.exitCode = EXIT.usage;
  } else {
    hideSqliteWarning(host);
    // Halves the start time from the second run on.
    enableCompileCache();
    // Under load V8 prefers a larger heap to more garbage collection. A growth of 30 % would take a new search an eighth less
    // processor time and 17 MB more; --optimize-for-size would save 3 MB and take 6 % more.
    setFlagsFromString('--semi-space-growth-factor=1');
    setFlagsFromString('--heap-growing-percent=10');
    const run = await load();
    host.exitCode = await run({
      env: host.env,
      transport: command.transport,
      stderr: host.stderr,
      stop: stopSignal(host),
      clock: Date.now,
      delay: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
    });
  }
}

/** Aborts at the first SIGTERM or SIGINT. A second one ends the process at once, which is Node's default. */
function stopSignal(source: Pick<NodeJS.Process, 'once'>): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) source.once(name, () => stop.abort());
  return stop.signal;
}
