import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort } from './free-port.ts';

/** Nothing of the caller's environment: a QDRANT_URL or a key that happens to be set is not the demo's. */
function environment(settings: Record<string, string>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', ...settings };
}

/** Ends a process by SIGTERM when `stop` aborts. */
function until(stop: AbortSignal | undefined): { cancelSignal?: AbortSignal } {
  return stop === undefined ? {} : { cancelSignal: stop };
}

/** Runs the real worker once. @returns its report */
export async function sync(
  project: string,
  settings: Record<string, string>,
  stop?: AbortSignal,
): Promise<unknown> {
  const { stdout } = await execa(process.execPath, [join(project, 'src/worker/main.ts'), 'sync', '--json'], {
    env: environment(settings),
    extendEnv: false,
    stderr: 'inherit',
    ...until(stop),
  });
  return JSON.parse(stdout);
}

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
}

/** Starts the real server on a free port and waits until it answers; disposing of it stops it. */
export async function startServer(
  project: string,
  settings: Record<string, string>,
  stop?: AbortSignal,
): Promise<RunningServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = execa(process.execPath, [join(project, 'src/server/main.ts'), '--http'], {
    env: environment({ ...settings, PORT: String(port) }),
    extendEnv: false,
    stderr: 'inherit',
    reject: false,
    ...until(stop),
  });
  let exited = false;
  server.finally(() => {
    exited = true;
  });
  const deadline = Date.now() + 15_000;
  while (!(await answers(`${url}/health`))) {
    if (exited || Date.now() > deadline) {
      server.kill();
      throw new Error('the server did not start; its last words are above');
    }
    await delay(25);
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM');
      await server;
    },
  };
}

/** Whether anything answers there: an empty index is 503, and an answer. */
async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
