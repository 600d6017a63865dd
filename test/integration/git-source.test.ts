import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { GitSource } from '../../src/worker/source/git/git-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { gitSource } from '../support/source-builder.ts';

let repository: GitRepository;
const environment = { ...process.env };
let folder: string;
let head: string;

beforeAll(() => {
  repository = GitRepository.create();
  folder = mkdtempSync(join(tmpdir(), 'eino-docs-git-source-'));
  for (let i = 0; i < 20; i++) repository.write(`docs/第${i}页.md`, `# Page ${i}\n`);
  head = repository.commit('Write 20 pages');
});

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});

afterAll(() => {
  repository.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('GitSource', () => {
  test.each([
    ['bare', ['--bare']],
    ['without a working tree', ['--no-checkout']],
    ['of another branch', ['--branch', 'other']],
    ['of the last commit only', ['--depth', '1']],
  ])('GitSource reads a clone: %s', async (name, options) => {
    repository.git('branch', '-f', 'other');
    const clone = join(folder, name);
    execFileSync('git', ['clone', '-q', ...options, `file://${repository.folder}`, clone]);
    expect(await readAll(gitSource(clone, 'docs'))).toBe(20);
  });

  test('GitSource reads a repository with SHA-256 objects', async () => {
    const sha256 = join(folder, 'sha256');
    const git = (...args: string[]) => execFileSync('git', ['-C', sha256, ...args]);
    execFileSync('git', ['init', '-q', '-b', 'main', '--object-format=sha256', sha256]);
    mkdirSync(join(sha256, 'docs'));
    writeFileSync(join(sha256, 'docs', 'a.md'), '# Alpha\n');
    git('add', '-A');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'Add');
    expect(await readAll(gitSource(sha256, 'docs'))).toBe(1);
  });

  test.each(['main', 'refs/heads/main', 'v1', 'HEAD', 'the commit sha'])(
    'GitSource.head() resolves the ref %s',
    async (ref) => {
      repository.git('tag', '-f', '-a', '-m', 'One', 'v1');
      const source = gitSource(repository.folder, 'docs', ref === 'the commit sha' ? head : ref);
      expect((await source.head(null)).revision.sha).toBe(head);
    },
  );

  test('GitSource.head() follows the newest version tag that is no pre-release, and names it', async () => {
    const source = () => gitSource(repository.folder, 'docs', 'release');
    repository.git('tag', 'v2.0.0-rc.1');
    await expect(source().head(null)).rejects.toMatchObject({ code: 'DOCS_REF_NOT_FOUND' });
    for (const tag of ['v1.9.0', 'v1.10.0', 'nested/v9.0.0']) repository.git('tag', '-a', '-m', 'Tag', tag);
    expect(await source().head(null)).toMatchObject({ revision: { sha: head }, version: 'v1.10.0' });
  });

  test('GitSource.read() starts one git process for any number of files', async () => {
    const source = gitSource(repository.folder, 'docs');
    const { revision } = await source.head(null);
    const refs = [...(await source.manifest(revision))].map(([path, blob]) => ({ path, blob }));
    const log = wrapGit();
    for await (const file of source.read(refs, revision)) expect(file.size).toBeGreaterThan(0);
    expect(log()).toEqual([expect.stringContaining('cat-file --batch')]);
  });

  test('GitSource ignores the git settings and the environment of the user', async () => {
    const expected = await gitSource(repository.folder, 'docs').head(null);
    const marker = join(folder, 'executed');
    const script = join(folder, 'script.sh');
    writeFileSync(script, `#!/bin/sh\ntouch '${marker}'\n`);
    chmodSync(script, 0o755);
    const config = join(folder, 'gitconfig');
    writeFileSync(
      config,
      `[core]\n\tfsmonitor = ${script}\n\tpager = ${script}\n\tquotePath = true\n[log]\n\tshowSignature = true\n` +
        `[gpg]\n\tprogram = ${script}\n[diff]\n\texternal = ${script}\n\trenames = false\n[color]\n\tui = always\n`,
    );
    Object.assign(process.env, {
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_SYSTEM: config,
      GIT_DIR: '/nonexistent',
      GIT_WORK_TREE: '/nonexistent',
      GIT_OBJECT_DIRECTORY: '/nonexistent',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.abbrev',
      GIT_CONFIG_VALUE_0: '4',
      GIT_EXTERNAL_DIFF: script,
      GIT_PAGER: script,
      GIT_ICASE_PATHSPECS: '1',
      LC_ALL: 'zh_CN.UTF-8',
      LANG: 'zh_CN.UTF-8',
    });
    const source = gitSource(repository.folder, 'docs');
    expect(await source.head(null)).toEqual(expected);
    expect(await readAll(source)).toBe(20);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('GitSource: invalid clones', () => {
  test.each([
    ['a folder that does not exist', 'DOCS_NOT_FOUND', () => join(folder, 'missing')],
    ['a plain folder', 'DOCS_NOT_A_REPOSITORY', () => folder],
    ['a folder inside a clone', 'DOCS_NOT_A_REPOSITORY', () => join(repository.folder, 'docs')],
  ])('GitSource.head() rejects for %s', async (_, code, path) => {
    await expect(gitSource(path(), 'docs').head(null)).rejects.toMatchObject({ code });
  });

  // Root may read everything.
  const testAsUser = process.getuid?.() === 0 ? test.skip : test;
  testAsUser.each(['.', '.git', '.git/HEAD', '.git/objects', '.git/refs'])(
    'GitSource.head() rejects with DOCS_UNREADABLE if it may not read %s of the clone',
    async (name) => {
      const clone = join(folder, 'unreadable');
      execFileSync('git', ['clone', '-q', repository.folder, clone]);
      chmodSync(join(clone, name), 0o000);
      const failure = await gitSource(clone, 'docs')
        .head(null)
        .catch((error: unknown) => error);
      chmodSync(join(clone, name), 0o700);
      rmSync(clone, { recursive: true });
      expect(failure).toMatchObject({
        code: 'DOCS_UNREADABLE',
        message: expect.stringContaining(clone),
        advice: 'Give the worker permission to read it.',
      });
    },
  );

  test.each(['missing', '--upload-pack=touch pwned', '--output=pwned', '-n', 'main:docs', 'HEAD^{tree}'])(
    'GitSource.head() rejects if there is no branch, tag or commit %s',
    async (ref) => {
      const failure = gitSource(repository.folder, 'docs', ref).head(null);
      await expect(failure).rejects.toMatchObject({ code: 'DOCS_REF_NOT_FOUND' });
      expect(readdirSync(repository.folder).sort()).toEqual(['.git', 'docs']);
    },
  );

  test('GitSource.read() rejects if objects are missing from the clone', async () => {
    const damaged = join(folder, 'damaged');
    execFileSync('git', ['clone', '-q', '--no-local', repository.folder, damaged]);
    const source = gitSource(damaged, 'docs');
    const { revision } = await source.head(null);
    const refs = [...(await source.manifest(revision))].map(([path, blob]) => ({ path, blob }));
    rmSync(join(damaged, '.git', 'objects'), { recursive: true });
    mkdirSync(join(damaged, '.git', 'objects'));
    const reading = async () => {
      for await (const file of source.read(refs, revision)) expect(file).toBeUndefined();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'DOCS_UNREADABLE' });
  });

  test('GitSource.head() rejects with DOCS_GIT_MISSING if git is not installed', async () => {
    process.env['PATH'] = folder;
    await expect(gitSource(repository.folder, 'docs').head(null)).rejects.toMatchObject({
      code: 'DOCS_GIT_MISSING',
    });
  });
});

/** Puts a wrapper in front of git that records its arguments. @returns a function that returns the recorded calls */
function wrapGit(): () => string[] {
  const bin = mkdtempSync(join(folder, 'bin-'));
  const log = join(bin, 'log');
  const real = execFileSync('sh', ['-c', 'command -v git']).toString().trim();
  writeFileSync(join(bin, 'git'), `#!/bin/sh\necho "$@" >> '${log}'\nexec '${real}' "$@"\n`);
  chmodSync(join(bin, 'git'), 0o755);
  process.env['PATH'] = `${bin}${delimiter}${process.env['PATH']}`;
  return () => readFileSync(log, 'utf8').trim().split('\n');
}

/** Reads every document. @returns their number */
async function readAll(source: GitSource): Promise<number> {
  const { revision } = await source.head(null);
  const refs = [...(await source.manifest(revision))].map(([path, blob]) => ({ path, blob }));
  let count = 0;
  for await (const file of source.read(refs, revision)) if (file.bytes !== null) count++;
  return count;
}
