import { join } from 'node:path';
import { execa } from 'execa';

export const SERVER_MAIN = join(import.meta.dirname, '../../src/server/main.ts');

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** What it has logged so far. */
  readonly log: () => string;
  /** Sends SIGTERM. @returns the exit code */
  stop(): Promise<number | undefined>;
}

/** Nothing of the environment the tests run in reaches a program under test. */
export function cleanEnv(settings: Readonly<Record<string, string>>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', ...settings };
}

/** Starts the real server over HTTP on a free port and waits until it says where it listens. */
export async function startServer(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const child = execa(process.execPath, [SERVER_MAIN, '--http'], {
    env: cleanEnv({ PORT: '0', ...settings }),
    extendEnv: false,
    reject: false,
    buffer: false,
    stdout: 'ignore',
  });
  let log = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
      const address = /"address":"([^"]+)"/.exec(log)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.finally(() => reject(new Error(`the server ended before it listened: ${log}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    return (await child).exitCode;
  };
  return {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
