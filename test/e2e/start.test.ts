import { copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { cleanEnv } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const project = join(import.meta.dirname, '../..');

/** A folder in which npm runs the scripts of this checkout, with its own `.env` and index. */
let folder: string;
beforeEach(async () => {
  folder = await createTemporaryFolder('start');
  await copyFile(join(project, 'package.json'), join(folder, 'package.json'));
  for (const name of ['src', 'scripts', 'node_modules'])
    await symlink(join(project, name), join(folder, name));
  for (const name of ['docs', 'other']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'a.md'), `# A page of ${name}\n\nText.\n`);
  }
});
afterEach(() => removeFolder(folder));

const options = (settings: Readonly<Record<string, string>>) => ({
  cwd: folder,
  env: cleanEnv({ HOME: folder, npm_config_update_notifier: 'false', ...settings }),
  extendEnv: false,
  reject: false,
  timeout: 300_000,
});
const npm = (args: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
  execa('npm', args, options(settings));

/** Runs the script of `npm start`, reads `/health` once the server listens, and stops the script. */
async function start(settings: Readonly<Record<string, string>>) {
  const started = execa(process.execPath, ['scripts/start.ts'], options({ PORT: '0', ...settings }));
  let health: unknown;
  let log = '';
  try {
    for await (const line of started.iterable({ from: 'stderr' })) {
      log += `${line}\n`;
      const address = /"address":"([^"]+)"/.exec(line)?.[1];
      if (address === undefined) continue;
      health = await (await fetch(`${address}/health`)).json();
      started.kill('SIGTERM');
    }
  } finally {
    started.kill('SIGTERM');
    await started;
  }
  return { health, log, exitCode: (await started).exitCode };
}

describe('npm start', () => {
  test('npm start syncs, then serves until it is stopped', async () => {
    const { health, exitCode } = await start({ DOCS_SOURCE: 'dir:docs' });
    expect(health).toMatchObject({ status: 'healthy', index: { documents: 1 } });
    expect(exitCode).toBe(0);
  });

  test('npm start serves the existing index if the sync fails', async () => {
    await start({ DOCS_SOURCE: 'dir:docs' });
    await rm(join(folder, 'docs'), { recursive: true });
    const { health, log, exitCode } = await start({ DOCS_SOURCE: 'dir:docs' });
    expect(log).toContain('DOCS_NOT_FOUND');
    expect(health).toMatchObject({ index: { documents: 1 } });
    expect(exitCode).toBe(0);
  });

  test('npm start refuses an index of another source and advises how to use a second index', async () => {
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

describe('.env', () => {
  const writeInvalidEnv = () => writeFile(join(folder, '.env'), 'LOG_LEVEL=loud\n');

  test.each([[['start']], [['run', 'worker', '--', 'status']], [['run', 'server']]])(
    'npm %j reads .env',
    async (args) => {
      await writeInvalidEnv();
      const { exitCode, stderr } = await npm(args);
      expect(stderr).toMatch(/LOG_LEVEL: /);
      expect(exitCode).toBe(2);
    },
  );

  test('environment variables take precedence over .env', async () => {
    await writeInvalidEnv();
    expect(await npm(['run', 'worker', '--', 'status'], { LOG_LEVEL: 'warn' })).toMatchObject({
      exitCode: 0,
    });
  });

  test('no other npm script reads .env, so that neither the demo nor the tests use its keys', async () => {
    const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    const reading = Object.keys(scripts).filter((name) => scripts[name].includes('--env-file'));
    expect(reading).toEqual(['start', 'worker', 'server']);
  });

  test('the programs accept an .env with the keys for compose.yaml', async () => {
    await writeFile(join(folder, '.env'), 'QDRANT_WRITE_KEY=one\nQDRANT_READ_KEY=other\n');
    expect(await npm(['run', 'worker', '--', 'status'])).toMatchObject({ exitCode: 0 });
  });
});
