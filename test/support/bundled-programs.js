import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundlePrograms } from '../../scripts/bundle-programs.ts';

const PROJECT = join(import.meta.dirname, '../..');

/**
 * Jest's global set-up: bundles the programs, as npm publishes them, into the folder of BUNDLED_PROGRAMS. The tests start
 * many processes, and a bundle takes two thirds of the processor time of the sources. A bundle of the same sources is
 * kept.
 */
export default async function bundleForTests() {
  const target = process.env.BUNDLED_PROGRAMS;
  const stamp = join(target, 'sources.sha256');
  const hash = hashOfSources();
  if ((await readFile(stamp, 'utf8').catch(() => null)) === hash) return;
  const made = `${target}.${process.pid}`;
  await mkdir(made, { recursive: true });
  await bundlePrograms(join(made, 'dist'));
  // The programs read their version from it.
  await cp(join(PROJECT, 'package.json'), join(made, 'package.json'));
  await writeFile(join(made, 'sources.sha256'), hash);
  await rm(target, { recursive: true, force: true });
  await rename(made, target);
}

function hashOfSources() {
  const sources = globSync('src/**/*.ts', { cwd: PROJECT }).filter((path) => !path.endsWith('.test.ts'));
  const hash = createHash('sha256');
  for (const path of ['package.json', 'package-lock.json', 'scripts/bundle-programs.ts', ...sources.sort()])
    hash.update(path).update(readFileSync(join(PROJECT, path)));
  return hash.digest('hex');
}
