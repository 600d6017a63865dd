import { join } from 'node:path';
import { execa } from 'execa';

const MAIN = join(import.meta.dirname, '../../src/worker/main.ts');

/** The real worker as a process of its own, with nothing of the caller's environment but PATH and these settings. */
export function startWorker(args: readonly string[], settings: Readonly<Record<string, string>>) {
  return execa(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    extendEnv: false,
    reject: false,
    maxBuffer: 64 * 1024 * 1024,
  });
}
