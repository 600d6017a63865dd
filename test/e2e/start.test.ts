import { copyFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { cleanEnv, poll, programPath } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const project = join(import.meta.dirname, '../..');

/** A folder in which npm runs the scripts of this checkout, with its own `.env` and index. */
let folder: string;
/** The data folder of the user. */
let data: string;
beforeEach(async () => {
  [folder, data] = await Promise.all([createTemporaryFolder('start'), createTemporaryFolder('data')]);
  await copyFile(join(project, 'package.json'), join(folder, 'package.json'));
  for (const name of ['src', 'scripts', 'node_modules'])
    await symlink(join(project, name), join(folder, name));
  for (const name of ['docs', 'other']) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'a.md'), `# A page of ${name}\n\nText.\n`);
  }
});
afterEach(async () => {
  await Promise.all([removeFolder(folder), removeFolder(data)]);
});

const options = (settings: Readonly<Record<string, string>>) => ({
  cwd: folder,
  env: cleanEnv({ HOME: folder, XDG_DATA_HOME: data, npm_config_update_notifier: 'false', ...settings }),
  extendEnv: false,
  reject: false,
  timeout: 300_000,
});
const npm = (args: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
  execa('npm', args, options(settings));

/** Runs the program of `npm start` until its index is as wanted, or until it ends by itself. */
async function start(settings: Readonly<Record<string, string>>, isWanted = (_: Health) => true) {
  const program = [programPath('laptop'), '--http'];
  const started = execa(process.execPath, program, options({ PORT: '0', ...settings }));
  let health: Health | null = null;
  let log = '';
  try {
    for await (const line of started.iterable({ from: 'stderr' })) {
      log += `${line}\n`;
      const address = /"address":"([^"]+)"/.exec(line)?.[1];
      if (address === undefined) continue;
      const read = async () => {
        const response = await fetch(`${address}/health`).catch(() => null);
        return response === null ? null : ((await response.json()) as Health);
      };
      health = await poll(read, (now) => now === null || (now.status !== 'unhealthy' && isWanted(now)));
      // It ends by itself if it no longer answers, and a signal at its end would hide its exit code.
      if (health !== null) started.kill('SIGTERM');
    }
  } catch (error) {
    started.kill('SIGTERM');
    throw error;
  }
  return { health, log, exitCode: (await started).exitCode };
}

interface Health {
  readonly status: string;
  readonly index: {
    readonly documents: number;
    readonly lastRun?: { readonly error?: { readonly code: string } };
  };
}

describe('npm start', () => {
  test('npm start serves while it syncs until it is stopped, with the index in the data folder of the user and nothing in its own', async () => {
    const before = await readdir(folder);
    const { health, exitCode } = await start({ DOCS_SOURCE: 'dir:docs' });
    expect(health).toMatchObject({ status: 'healthy', index: { documents: 1 } });
    expect(exitCode).toBe(0);
    expect(await readdir(join(data, 'eino-docs-mcp'))).toContain('index.db');
    expect(await readdir(folder)).toEqual(before);
  });

  test('npm start refuses an index of another source and advises a second index, and serves its index if a sync fails', async () => {
    await start({ DOCS_SOURCE: 'dir:docs' });
    const other = await start({ DOCS_SOURCE: 'dir:other' }, () => false);
    expect(other.health).toBeNull();
    expect(other.log).toMatch(/INDEX_OTHER_SOURCE: .*INDEX_PATH.*QDRANT_COLLECTION/);
    expect(other.exitCode).toBe(2);
    const second = await start({ DOCS_SOURCE: 'dir:other', INDEX_PATH: join(data, 'other.db') });
    expect(second.health).toMatchObject({ status: 'healthy' });

    await rm(join(folder, 'docs'), { recursive: true });
    const hasFailed = ({ index }: Health) => index.lastRun?.error?.code === 'DOCS_NOT_FOUND';
    // Every second, so that a run is due at once.
    const settings = { DOCS_SOURCE: 'dir:docs', SYNC_SCHEDULE: '* * * * * *' };
    const { health, log, exitCode } = await start(settings, hasFailed);
    expect(log).toContain('DOCS_NOT_FOUND');
    expect(health).toMatchObject({ index: { documents: 1 } });
    expect(exitCode).toBe(0);
  });
});

describe('.env', () => {
  test.each([[['start']], [['run', 'worker', '--', 'status']], [['run', 'server']]])(
    'npm %j reads .env',
    async (args) => {
      await writeFile(join(folder, '.env'), 'LOG_LEVEL=loud\n');
      const { exitCode, stderr } = await npm(args);
      expect(stderr).toMatch(/LOG_LEVEL: /);
      expect(exitCode).toBe(2);
    },
  );

  test('environment variables take precedence over .env, which may have the keys for compose.yaml', async () => {
    await writeFile(join(folder, '.env'), 'LOG_LEVEL=loud\nQDRANT_WRITE_KEY=one\nQDRANT_READ_KEY=other\n');
    expect(await npm(['run', 'worker', '--', 'status'], { LOG_LEVEL: 'warn' })).toMatchObject({
      exitCode: 0,
    });
  });

  test('no other npm script reads .env, so that neither the demo nor the tests use its keys', async () => {
    const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    const reading = Object.keys(scripts).filter((name) => scripts[name].includes('env-file'));
    expect(reading.filter((name) => scripts[name].includes('--import'))).toEqual([
      'start',
      'worker',
      'server',
    ]);
  });
});
