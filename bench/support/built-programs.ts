import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { PROJECT } from '../../test/support/programs.ts';

export const BUILT_SERVER = join(PROJECT, 'dist/server/main.js');
export const BUILT_WORKER = join(PROJECT, 'dist/worker/main.js');

/** Compiles the programs to `dist/`. */
export async function buildPrograms(): Promise<void> {
  await execa('npm', ['run', '-s', 'build'], { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Returns the Node options that the server image sets. */
export async function deployedNodeOptions(): Promise<string> {
  return /NODE_OPTIONS="([^"]*)"/.exec(await readFile(join(PROJECT, 'Dockerfile'), 'utf8'))?.[1] ?? '';
}
