import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort } from '../../demo/free-port.ts';

export const PROJECT = join(import.meta.dirname, '..', '..');

export interface Running extends AsyncDisposable {
  readonly url: string;
  /** Milliseconds from the start of the process to its first answer of 200 on /health. */
  readonly startMs: number;
  readonly pid: number;
}

/** Starts a program that serves HTTP on PORT; disposing of it stops it. Its stderr is passed through where it fails. */
export async function start(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = execa(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), ...env },
    extendEnv: false,
    reject: false,
  });
  let exited = false;
  child.finally(() => {
    exited = true;
  });
  while (!(await answers(url))) {
    if (exited || performance.now() - started > 20_000) {
      child.kill();
      throw new Error(`${args.join(' ')} did not start: ${(await child).stderr}`);
    }
    await delay(5);
  }
  return {
    url,
    startMs: performance.now() - started,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await child;
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}
