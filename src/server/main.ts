import { enableCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { EXIT } from '../shared/exit-codes.ts';
import { packageVersion } from '../shared/package-version.ts';
import { HELP, parseArguments } from './arguments.ts';

const command = parseArguments(process.argv.slice(2));
if (command.kind === 'help') process.stdout.write(HELP);
else if (command.kind === 'version') process.stdout.write(`${packageVersion()}\n`);
else if (command.kind === 'wrong') {
  process.stderr.write(`eino-docs-server: USAGE: ${command.problem} See --help.\n`);
  process.exitCode = EXIT.usage;
} else {
  // Halves the start from the second run on; the server is loaded after it, to be cached too.
  enableCompileCache();
  // Under load V8 would rather take memory than look for garbage: a third of it costs two fifths more processor time.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=10');
  setFlagsFromString('--optimize-for-size');
  const { runServer } = await import('./run-server.ts');
  process.exitCode = await runServer({
    env: process.env,
    transport: command.transport,
    stderr: process.stderr,
    stop: stopSignal(process),
    clock: Date.now,
    delay: (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal }),
  });
}

/**
 * A signal that aborts at the first SIGTERM or SIGINT. A second one ends the process at once, as it would without us.
 * @param source the process
 */
export function stopSignal(source: Pick<NodeJS.Process, 'once'>): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) source.once(name, () => stop.abort());
  return stop.signal;
}
