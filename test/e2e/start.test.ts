import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { cleanEnv } from '../support/programs.ts';

const project = join(import.meta.dirname, '../..');

/** A folder in which npm runs the scripts of this checkout, so that a `.env` or an index there is nobody else's. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'start-'));
  await copyFile(join(project, 'package.json'), join(folder, 'package.json'));
  for (const name of ['src', 'scripts', 'node_modules'])
    await symlink(join(project, name), join(folder, name));
  for (const name of ['docs', 'other']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'a.md'), `# A page of ${name}\n\nText.\n`);
  }
});
afterEach(() => rm(folder, { recursive: true }));

const options = (settings: Readonly<Record<string, string>>) => ({
  cwd: folder,
  env: cleanEnv({ HOME: folder, npm_config_update_notifier: 'false', ...settings }),
  extendEnv: false,
  reject: false,
  timeout: 300_000,
});
const npm = (args: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
  execa('npm', args, options(settings));

/** Runs what `npm start` runs until the server listens, asks `/health` and stops it. */
async function start(settings: Readonly<Record<string, string>>) {
  const started = execa(process.execPath, ['scripts/start.ts'], options({ PORT: '0', ...settings }));
  let health: unknown;
  let log = '';
  for await (const line of started.iterable({ from: 'stderr' })) {
    log += `${line}\n`;
    const address = /"address":"([^"]+)"/.exec(line)?.[1];
    if (address === undefined) continue;
    health = await (await fetch(`${address}/health`)).json();
    started.kill('SIGTERM');
  }
  return { health, log, exitCode: (await started).exitCode };
}

describe('npm start', () => {
  test('syncs, then serves until it is stopped', async () => {
    const { health, exitCode } = await start({ DOCS_SOURCE: 'dir:docs' });
    expect(health).toMatchObject({ status: 'healthy', index: { documents: 1 } });
    expect(exitCode).toBe(0);
  });

  test('serves the index there is when the sync fails', async () => {
    await start({ DOCS_SOURCE: 'dir:docs' });
    await rm(join(folder, 'docs'), { recursive: true });
    const { health, log, exitCode } = await start({ DOCS_SOURCE: 'dir:docs' });
    expect(log).toContain('DOCS_NOT_FOUND');
    expect(health).toMatchObject({ index: { documents: 1 } });
    expect(exitCode).toBe(0);
  });

  test('serves nothing where the index is that of another source, and says where to put a second one', async () => {
    await start({ DOCS_SOURCE: 'dir:docs' });
    const { health, log, exitCode } = await start({ DOCS_SOURCE: 'dir:other' });
    expect(health).toBeUndefined();
    expect(log).toMatch(/INDEX_OTHER_SOURCE: .*INDEX_PATH.*QDRANT_COLLECTION/);
    expect(exitCode).toBe(2);
    expect((await start({ DOCS_SOURCE: 'dir:other', INDEX_PATH: 'data/other.db' })).health).toMatchObject({
      status: 'healthy',
    });
  });
});

describe('a .env', () => {
  const wrong = () => writeFile(join(folder, '.env'), 'LOG_LEVEL=loud\n');

  test.each([[['start']], [['run', 'worker', '--', 'status']], [['run', 'server']]])(
    'is read by npm %j',
    async (args) => {
      await wrong();
      const { exitCode, stderr } = await npm(args);
      expect(stderr).toMatch(/LOG_LEVEL: /);
      expect(exitCode).toBe(2);
    },
  );

  test('gives way to the environment', async () => {
    await wrong();
    expect(await npm(['run', 'worker', '--', 'status'], { LOG_LEVEL: 'warn' })).toMatchObject({
      exitCode: 0,
    });
  });

  test('is read by no other script, so that neither the demo nor the tests find a key there', async () => {
    const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    const reading = Object.keys(scripts).filter((name) => scripts[name].includes('--env-file'));
    expect(reading).toEqual(['start', 'worker', 'server']);
  });

  test('that compose.yaml is given its keys by may also be read by the programs', async () => {
    await writeFile(join(folder, '.env'), 'QDRANT_WRITE_KEY=one\nQDRANT_READ_KEY=other\n');
    expect(await npm(['run', 'worker', '--', 'status'])).toMatchObject({ exitCode: 0 });
  });
});
