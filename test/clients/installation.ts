/** Installs clients of the pinned versions outside the checkout, and keeps them for the next time. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A client that cannot be installed on this machine. Its message says why. */
export class NotHere extends Error {}

const { HOME = homedir(), XDG_CACHE_HOME = join(HOME, '.cache') } = process.env;
const CACHE = join(XDG_CACHE_HOME, 'eino-docs-mcp', 'clients');
const MANIFESTS = import.meta.dirname;
const npmManifest = join(MANIFESTS, 'javascript/package.json');
const npmVersions: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(npmManifest, 'utf8'),
).dependencies;

/** Creates a folder of the cache. */
function folder(...path: readonly string[]): string {
  const created = join(CACHE, ...path);
  mkdirSync(created, { recursive: true });
  return created;
}

/** Runs a step of an installation. @throws NotHere with the last lines of what the program said */
async function install(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { failed, stderr, shortMessage } = await execa(program, args, { cwd, reject: false });
  if (!failed) return;
  const last = (stderr?.trim() || shortMessage || 'it failed').split('\n').slice(-3).join(' ');
  throw new NotHere(`${program}: ${last}`);
}

/** Installs npm packages, without those that they do not need. @returns the folder above node_modules, and the first version */
export async function installFromNpm(
  name: string,
  packages: readonly string[],
): Promise<{ folder: string; version: string }> {
  const home = folder('npm', name);
  const wanted = JSON.stringify({
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(packages.map((pkg) => [pkg, npmVersions[pkg]])),
  });
  const manifest = join(home, 'package.json');
  const installed = join(home, 'installed.json');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    writeFileSync(manifest, wanted);
    await install('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], home);
    writeFileSync(installed, wanted);
  }
  return { folder: home, version: npmVersions[packages[0] ?? ''] ?? 'unknown' };
}

/** Creates a virtual environment with the pinned Python packages. @returns its interpreter and the versions by package */
export async function installFromPyPI(): Promise<{ python: string; versions: Record<string, string> }> {
  const home = folder('python');
  const requirements = join(MANIFESTS, 'python/requirements.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const python = join(home, 'bin/python');
  const installed = join(home, 'installed.txt');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    await install('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], home).catch(() => {
      throw new NotHere('there is no Python 3.10 or newer');
    });
    await install('python3', ['-m', 'venv', home], home);
    await install(python, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements], home);
    writeFileSync(installed, wanted);
  }
  const versions = Object.fromEntries(
    wanted
      .trim()
      .split('\n')
      .map((line) => line.split('==')),
  );
  return { python, versions };
}

/**
 * Builds the commands of a Go module of `test/clients/go`.
 * @param programs sources of further commands, by name
 * @returns the folder of the binaries and the version of each required module
 */
export async function buildWithGo(
  module: string,
  programs: Readonly<Record<string, string>> = {},
): Promise<{ folder: string; versions: Record<string, string> }> {
  const home = folder('go', module);
  const source = join(MANIFESTS, 'go', module);
  await install('go', ['version'], home).catch(() => {
    throw new NotHere('there is no Go');
  });
  for (const file of ['go.mod', 'go.sum']) copyFileSync(join(source, file), join(home, file));
  for (const [name, text] of Object.entries(programs))
    writeFileSync(join(folder('go', module, name), 'main.go'), text);
  const cwd = Object.keys(programs).length === 0 ? source : home;
  await install('go', ['mod', 'download'], cwd);
  // What does not compile is a failure of ours.
  await execa('go', ['vet', './...'], { cwd });
  await execa('go', ['build', '-o', `${join(home, 'bin')}/`, './...'], { cwd });
  const required = readFileSync(join(home, 'go.mod'), 'utf8').matchAll(/^\t(\S+) v(\S+)$/gm);
  return {
    folder: join(home, 'bin'),
    versions: Object.fromEntries([...required].map(([, path = '', version = '']) => [path, version])),
  };
}
