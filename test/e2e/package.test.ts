import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { execa } from 'execa';
import { cleanEnv, poll } from '../support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

/**
 * Tests the result of `npm pack` as a user would, from an empty folder. PACKAGE=installed installs it with npm
 * (`npm run test:package`); by default it is unpacked, which is the same, because it has no dependencies.
 */
const installed = process.env['PACKAGE'] === 'installed';
const project = join(import.meta.dirname, '../..');
/** The files of the checkout that the package is made from. */
const PACKED_FROM =
  'package.json README.md README.zh-CN.md LICENSE .env.example tsconfig.json src docs models scripts'.split(
    ' ',
  );
const OLDER_NODES = ['/usr/bin/node', '/usr/local/bin/node'];

let root: string;
/** A copy of this checkout, which is packed. */
let checkout: string;
/** The folder in which the package is installed. */
let home: string;
/** An empty folder, in which the programs are started. */
let empty: string;
let files: string[];
/** The packed file. */
let packedFile: string;
/** In bytes. */
let unpackedSize: number;

beforeAll(async () => {
  root = await createTemporaryFolder('package');
  checkout = join(root, 'checkout');
  home = join(root, 'home');
  empty = join(root, 'empty');
  await Promise.all([mkdir(home), mkdir(empty)]);
  const { tarball, packed } = await pack();
  files = packed;
  packedFile = tarball;
  await (installed ? install(tarball) : unpack(tarball));
});
afterAll(() => removeFolder(root));

/** Packs a copy of the checkout, so that the checkout's dist/ stays unchanged. */
async function pack(): Promise<{ tarball: string; packed: string[] }> {
  await mkdir(checkout);
  for (const name of PACKED_FROM) await cp(join(project, name), join(checkout, name), { recursive: true });
  await symlink(join(project, 'node_modules'), join(checkout, 'node_modules'));
  const { stdout } = await execa('npm', ['pack', '--json'], { cwd: checkout });
  const [report] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as [
    { filename: string; unpackedSize: number; files: { path: string }[] },
  ];
  unpackedSize = report.unpackedSize;
  return { tarball: join(checkout, report.filename), packed: report.files.map(({ path }) => path) };
}

async function install(tarball: string): Promise<void> {
  await execa('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: home });
}

/** Installs the package as npm does. */
async function unpack(tarball: string): Promise<void> {
  const target = join(home, 'node_modules', 'eino-docs-mcp');
  await mkdir(target, { recursive: true });
  await execa('tar', ['xzf', tarball, '-C', target, '--strip-components=1']);
  await mkdir(join(home, 'node_modules', '.bin'));
  const { bin } = JSON.parse(await readFile(join(target, 'package.json'), 'utf8'));
  for (const [name, path] of Object.entries<string>(bin)) {
    await execa('chmod', ['+x', join(target, path)]);
    await symlink(join('..', 'eino-docs-mcp', path), commandPath(name));
  }
}

const commandPath = (name: string) => join(home, 'node_modules', '.bin', name);

/** An environment with a data folder and a PATH on which `node` is the Node that runs the tests. */
const environment = () => ({
  ...cleanEnv({ XDG_DATA_HOME: join(root, 'data') }),
  PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
});

function run(name: string, args: readonly string[], env: Record<string, string> = {}) {
  return execa(commandPath(name), args, {
    cwd: empty,
    env: { ...environment(), ...env },
    extendEnv: false,
    reject: false,
  });
}

describe('npm package', () => {
  test('the npm package contains the bundled programs, the documents they refer to, and nothing else', () => {
    const expected =
      /^(package\.json|README(\.zh-CN)?\.md|LICENSE|\.env\.example|models\/words\/(README\.md|NOTICE|sources\.json)|docs\/([\w-]+\/)?[\w-]+\.(md|png|svg)|dist\/((server|worker|laptop)\/(bin|main)\.js|chunks\/([\w-]+\.(js|wasm|bin)|browser\/[\w-]+\.(css|js))|THIRD-PARTY-LICENSES\.txt))$/;
    expect(files.filter((path) => !expected.test(path))).toEqual([]);
  });

  test('the npm package is small, installs nothing else and runs no script', async () => {
    const target = join(home, 'node_modules', 'eino-docs-mcp');
    const manifest = JSON.parse(await readFile(join(target, 'package.json'), 'utf8'));
    expect(Object.keys(manifest).filter((key) => /depend|scripts/i.test(key))).toEqual([]);
    expect(unpackedSize).toBeLessThan(15_000_000);
  });

  (installed ? test : test.skip)('npx starts the program of a packed file, as the README says', async () => {
    const { stdout } = await execa('npx', ['-y', `file:${packedFile}`, '--version'], { cwd: empty });
    expect(stdout).toBe(JSON.parse(await readFile(join(project, 'package.json'), 'utf8')).version);
  });

  test('npm pack leaves the manifest of the checkout as it was', async () => {
    const manifests = [project, checkout].map((folder) => readFile(join(folder, 'package.json'), 'utf8'));
    const [before, after] = await Promise.all(manifests);
    expect(after).toBe(before);
  });

  test('the npm package has the licence of every package in its bundle', async () => {
    const text = await readFile(
      join(home, 'node_modules/eino-docs-mcp/dist/THIRD-PARTY-LICENSES.txt'),
      'utf8',
    );
    const { dependencies } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    const missing = Object.keys(dependencies).filter((name) => !text.includes(`\n${name} `));
    expect(missing).toEqual([]);
  });

  test.each(['README.md', 'README.zh-CN.md'])(
    'the npm package contains every file that its %s links to',
    async (name) => {
      const readme = await readFile(join(checkout, name), 'utf8');
      const links = [...readme.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, target = '']) => target);
      expect(links.length).toBeGreaterThan(5);
      expect(links.filter((target) => !files.includes(target))).toEqual([]);
    },
  );
});

describe.each(['eino-docs-server', 'eino-docs-worker', 'eino-docs-mcp'])(
  '%s from an empty folder',
  (name) => {
    test(`${name} --version prints the version`, async () => {
      const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
      expect(await run(name, ['--version'])).toMatchObject({ exitCode: 0, stdout: version, stderr: '' });
    });

    test(`${name} --help fits on a screen and refers only to packaged documents`, async () => {
      const { exitCode, stdout } = await run(name, ['--help']);
      expect(exitCode).toBe(0);
      const lines = stdout.split('\n');
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
      const pages = stdout.match(/docs\/[\w-]+\.md/g) ?? [];
      expect(pages.length).toBeGreaterThan(0);
      expect(pages.filter((page) => !files.includes(page))).toEqual([]);
    });

    test(`${name} names an unknown argument and exits with code 2`, async () => {
      const { exitCode, stdout, stderr } = await run(name, ['--versoin']);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toMatch(/--versoin|no command/);
      expect(stderr).not.toMatch(/ {4}at /);
    });
  },
);

describe('the installed programs', () => {
  const settings = { DOCS_SOURCE: `dir:${join(project, 'docs')}`, LOG_LEVEL: 'warn' };

  /** Starts a program over stdio in the empty folder, and searches. */
  async function search(name: string): Promise<string> {
    const client = new Client({ name: 'test', version: '0' });
    const transport = new StdioClientTransport({
      command: commandPath(name),
      cwd: empty,
      env: { ...environment(), ...settings },
      stderr: 'ignore',
    });
    await client.connect(transport);
    const query = { name: 'search_docs', arguments: { query: 'FRESHNESS_MAX_AGE' } };
    // A slow machine takes longer for the first sync than a query waits for it.
    const isAnswer = (text: string) => !text.includes('The index is empty');
    return await poll(async () => JSON.stringify((await client.callTool(query)).content), isAnswer).finally(
      () => client.close(),
    );
  }

  test('eino-docs-mcp answers its first query from an index that it made itself', async () => {
    expect(await search('eino-docs-mcp')).toContain('configuration.md');
    expect(existsSync(join(root, 'data', 'eino-docs-mcp', 'index.db'))).toBe(true);
  });

  test('eino-docs-server answers from the index of eino-docs-worker', async () => {
    expect(await run('eino-docs-worker', ['sync'], settings)).toMatchObject({ exitCode: 0 });
    expect(await search('eino-docs-server')).toContain('configuration.md');
    expect(await readdir(empty)).toEqual([]);
  });
});

const older = await findOlderNode();
if (older === null)
  process.stderr.write(
    '\nSKIPPED: the programs on an unsupported Node. There is no Node older than 22.18 here; a unit test simulates one.\n',
  );

(older === null ? describe.skip : describe)('unsupported Node versions', () => {
  test.each(['eino-docs-server', 'eino-docs-worker'])(
    '%s reports an unsupported Node version in one line and exits with code 2',
    async (name) => {
      const started = await execa(String(older), [commandPath(name), '--version'], {
        cwd: empty,
        reject: false,
      });
      expect(started).toMatchObject({ exitCode: 2, stdout: '' });
      expect(started.stderr).toMatch(
        /^eino-docs-mcp requires Node 22\.18 or newer, and this is \d+\.\d+\.\d+: .*$/,
      );
    },
  );
});

async function findOlderNode(): Promise<string | null> {
  for (const node of OLDER_NODES.filter(existsSync)) {
    const { stdout } = await execa(node, ['-p', 'process.versions.node']);
    const [major = 0, minor = 0] = stdout.split('.').map(Number);
    if (major < 22 || (major === 22 && minor < 18)) return node;
  }
  return null;
}
