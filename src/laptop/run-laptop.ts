import { readServerConfig } from '../server/config.ts';
import { runServer, type ServerEnvironment } from '../server/run-server.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../shared/error-codes.ts';
import { unblockedStderr } from '../shared/logger.ts';
import { describeError, OperationalError } from '../shared/operational-error.ts';
import { BackgroundSync } from './background-sync.ts';
import { runWorkerProcess } from './worker-process.ts';

export interface LaptopEnvironment extends Omit<ServerEnvironment, 'onListening' | 'firstSync'> {
  readonly stderr: ServerEnvironment['stderr'] & { readonly isTTY?: boolean };
}

/**
 * The composition root of the program for a laptop: the server in this process, which can only read, and the worker in
 * processes of their own, at once and on SYNC_SCHEDULE. Ends when the server ends, or when the first run of the worker
 * finds that the settings are wrong.
 * @param random from 0 to 1
 * @returns the exit code; never rejects
 */
export async function runLaptop(
  environment: LaptopEnvironment,
  random: () => number = Math.random,
): Promise<number> {
  const { env, stderr, stop, clock, delay } = environment;
  const ended = new AbortController();
  const signal = AbortSignal.any([stop, ended.signal]);
  let schedule: string;
  try {
    ({ schedule } = readServerConfig(env, clock()).freshness);
  } catch (error) {
    stderr.write(`eino-docs-mcp: ${describeError(error)}\n`);
    return error instanceof OperationalError ? exitCodeOf(error.code) : EXIT.failed;
  }
  const log = stderr.isTTY === true ? null : unblockedStderr();
  const sync = new BackgroundSync({
    runWorker: (onProgress, aborted) => runWorkerProcess({ env, log }, onProgress, aborted),
    schedule,
    clock,
    delay,
    random,
  });
  const syncing = sync.run(signal);
  const refused = sync.firstRun.then((code): ExitCode | null => (code === EXIT.usage ? code : null));
  void refused.then((code) => code !== null && ended.abort());

  // A person at a terminal sees the progress of the sync and a few lines on how to go on, rather than the server's log.
  const isWatched = stderr.isTTY === true && (env['LOG_LEVEL'] ?? '') === '';
  const serverEnv = isWatched ? { ...env, LOG_LEVEL: 'warn' } : env;
  const onListening = (address: string) => {
    if (isWatched) void refused.then((code) => code === null && stderr.write(welcome(address, schedule)));
  };
  const exitCode = await runServer({
    ...environment,
    env: serverEnv,
    ...(log === null ? {} : { log }),
    stop: signal,
    onListening,
    firstSync: sync,
  });
  ended.abort();
  await syncing;
  return (await refused) ?? exitCode;
}

/**
 * What a person at a terminal reads once the server answers: where, a query to try, and how to connect.
 * @param address `http://host:port`
 * @param schedule SYNC_SCHEDULE
 */
function welcome(address: string, schedule: string): string {
  return `
eino-docs-mcp answers at ${address}

  Page      ${address}/
  Try       curl -s '${address}/api/search?query=NewGraph&max_results=1'
  Connect   claude mcp add --transport http eino-docs ${address}/mcp

It syncs on the schedule ${schedule} (UTC). Press Ctrl+C to stop it.
`;
}
