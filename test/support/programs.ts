/** Starts the real programs, and any other HTTP program, as processes of their own. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import type { RunReport } from '../../src/worker/sync/run-report.ts';

export const PROJECT = join(import.meta.dirname, '../..');
/** In tests a bundle of the programs, as npm publishes them, which starts faster; elsewhere the sources. */
const BUNDLE = process.env['BUNDLED_PROGRAMS'];

/** The file that starts a program. */
export function programPath(name: 'server' | 'worker' | 'laptop'): string {
  return BUNDLE === undefined ? join(PROJECT, 'src', name, 'main.ts') : join(BUNDLE, 'dist', name, 'main.js');
}

/** The file that starts a process of the tests, which is the file of this folder with that name. */
export function processPath(name: string): string {
  return BUNDLE === undefined
    ? join(import.meta.dirname, `${name}.ts`)
    : join(BUNDLE, 'dist/processes', `${name}.js`);
}

export const SERVER_MAIN = programPath('server');
const WORKER_MAIN = programPath('worker');

/** How long to wait for a program to start or to reach a state. Generous, for a machine ten times slower. */
const TIMEOUT_MS = 120_000;

export type Settings = Readonly<Record<string, string>>;

/** The environment of a program under test: PATH, the folders for temporary files and caches, and its settings. */
export function cleanEnv(settings: Settings): Record<string, string> {
  const { PATH = '', TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    ...settings,
  };
}

/** Starts the real worker. It ends by SIGTERM when `stop` aborts. */
export function startWorker(args: readonly string[], settings: Settings, stop?: AbortSignal) {
  return execa(process.execPath, [WORKER_MAIN, ...args], {
    env: cleanEnv(settings),
    extendEnv: false,
    reject: false,
    maxBuffer: 64 * 1024 * 1024,
    ...(stop === undefined ? {} : { cancelSignal: stop }),
  });
}

/** Runs one sync with the real worker. Rejects with its output if it fails. */
export async function runSync(settings: Settings, stop?: AbortSignal): Promise<RunReport> {
  const { exitCode, stdout, stderr } = await startWorker(['sync', '--json'], settings, stop);
  if (exitCode !== 0) throw new Error(`the sync failed (exit code ${exitCode}):\n${stderr}\n${stdout}`);
  return JSON.parse(stdout) as RunReport;
}

export interface HttpProgram extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process until it was ready. */
  readonly startMs: number;
  /** Everything that it has written to stderr. */
  readonly log: () => string;
  /** Sends SIGTERM. @returns the exit code */
  stop(): Promise<number | undefined>;
}

/**
 * Starts the real server over HTTP on a free port, and waits for the log line that it listens. That line has the level
 * info, so a higher LOG_LEVEL has no effect.
 */
export async function startServer(settings: Settings, stop?: AbortSignal): Promise<HttpProgram> {
  const LOG_LEVEL = settings['LOG_LEVEL'] === 'debug' ? 'debug' : 'info';
  return await startProgram(
    [SERVER_MAIN, '--http'],
    { PORT: '0', ...settings, LOG_LEVEL },
    stop,
    async (log) => /"address":"([^"]+)"/.exec(log())?.[1] ?? null,
  );
}

/** Starts a Node program that serves HTTP on PORT, and waits until its `/health` responds with 200. */
export async function startHttpProgram(args: readonly string[], settings: Settings): Promise<HttpProgram> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return await startProgram(args, { PORT: String(port), ...settings }, undefined, async () => {
    const isHealthy = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    return isHealthy ? url : null;
  });
}

/** @param readyUrl returns the program's address once it is ready, else null */
async function startProgram(
  args: readonly string[],
  settings: Settings,
  stop: AbortSignal | undefined,
  readyUrl: (log: () => string) => Promise<string | null>,
): Promise<HttpProgram> {
  const startedAt = performance.now();
  const child = execa(process.execPath, args, {
    env: cleanEnv(settings),
    extendEnv: false,
    reject: false,
    buffer: false,
    stdout: 'ignore',
    ...(stop === undefined ? {} : { cancelSignal: stop }),
  });
  let log = '';
  let exited = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  child.finally(() => {
    exited = true;
  });
  const end = async () => {
    child.kill('SIGTERM');
    return (await child).exitCode;
  };
  for (;;) {
    const url = await readyUrl(() => log);
    const startMs = performance.now() - startedAt;
    if (url !== null) {
      return {
        url,
        pid: child.pid ?? 0,
        startMs,
        log: () => log,
        stop: end,
        async [Symbol.asyncDispose]() {
          await end();
        },
      };
    }
    if (exited || startMs > TIMEOUT_MS) {
      await end();
      throw new Error(`${args.join(' ')} did not start:\n${log}`);
    }
    await delay(5);
  }
}

/** Reads a value every 50 ms until it is as wanted. Rejects with the last value after a timeout. */
export async function poll<T>(read: () => Promise<T>, isWanted: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + TIMEOUT_MS;
  for (;;) {
    const value = await read();
    if (isWanted(value)) return value;
    if (performance.now() > deadline) throw new Error(`the value is still ${JSON.stringify(value)}`);
    await delay(50);
  }
}

/** Returns a loopback port that is free at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
