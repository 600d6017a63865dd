import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundlePrograms } from '../../scripts/bundle-programs.ts';

const PROJECT = join(import.meta.dirname, '../..');
/** What tests start beside the programs: files of `test/support`. */
const TEST_PROCESSES = [
  'crashing-sqlite-writer-process',
  'crashing-worker-process',
  'fake-fly',
  'read-archive-process',
  'sqlite-reader-process',
  'sqlite-writer-process',
  'stub-qdrant-process',
  'stub-server-process',
];

/**
 * Jest's global set-up: bundles the programs, as npm publishes them, and the processes of the tests into the folder of
 * BUNDLED_PROGRAMS. The tests start many processes, and a bundle takes a third to two thirds of the processor time of the
 * sources. A bundle of the same sources is kept.
 */
export default async function bundleForTests() {
  const target = process.env.BUNDLED_PROGRAMS;
  const stamp = join(target, 'sources.sha256');
  const hash = hashOfSources();
  if ((await readFile(stamp, 'utf8').catch(() => null)) === hash) return;
  const made = `${target}.${process.pid}`;
  await mkdir(made, { recursive: true });
  const processes = TEST_PROCESSES.map((name) => [`processes/${name}`, `test/support/${name}.ts`]);
  await bundlePrograms(join(made, 'dist'), Object.fromEntries(processes));
  // Qdrant is started as a program of its own.
  await chmod(join(made, 'dist/processes/stub-qdrant-process.js'), 0o755);
  // The programs read their version from it.
  await cp(join(PROJECT, 'package.json'), join(made, 'package.json'));
  await writeFile(join(made, 'sources.sha256'), hash);
  await rm(target, { recursive: true, force: true });
  try {
    await rename(made, target);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY') throw error;
    // Another run of Jest, started at the same time, has put its bundle of the same sources there.
    await rm(made, { recursive: true, force: true });
  }
}

function hashOfSources() {
  const sources = globSync(['src/**/*.ts', 'test/support/*.{ts,js}'], { cwd: PROJECT }).filter(
    (path) => !path.endsWith('.test.ts'),
  );
  const hash = createHash('sha256');
  for (const path of ['package.json', 'package-lock.json', 'scripts/bundle-programs.ts', ...sources.sort()])
    hash.update(path).update(readFileSync(join(PROJECT, path)));
  return hash.digest('hex');
}
