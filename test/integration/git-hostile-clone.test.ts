import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { GitSource } from '../../src/worker/source/git/git-source.ts';
import { GitRepository } from '../support/git-repository.ts';
import { gitSource } from '../support/source-builder.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';

/**
 * A clone may come from anywhere, and its own configuration can name programs that git runs. Here every such setting of
 * the installed git, and those of other versions, names a program that leaves a trace.
 */

/** Settings that name a program, in any version of git, as they are written; `%` is the program. */
const SETTINGS = [
  'alias.cat-file !%',
  'alias.diff-tree !%',
  'alias.rev-list !%',
  'core.alternateRefsCommand %',
  'core.askPass %',
  'core.editor %',
  'core.fsmonitor %',
  'core.gitProxy %',
  'core.pager %',
  'core.sshCommand %',
  'credential.helper !%',
  'credential.https://example.com.helper !%',
  'diff.evil.command %',
  'diff.evil.textconv %',
  'diff.external %',
  'diff.tool evil',
  'difftool.evil.cmd %',
  'filter.evil.clean %',
  'filter.evil.process %',
  'filter.evil.smudge %',
  'gc.recentObjectsHook %',
  'gpg.program %',
  'gpg.ssh.defaultKeyCommand %',
  'gpg.ssh.program %',
  'gpg.x509.program %',
  'hook.evil.command %',
  'hook.evil.event post-index-change',
  'imap.tunnel %',
  'interactive.diffFilter %',
  'log.showSignature true',
  'maintenance.auto true',
  'man.evil.cmd %',
  'merge.evil.driver %',
  'mergetool.evil.cmd %',
  'pager.cat-file %',
  'pager.diff-tree %',
  'pager.rev-list %',
  'protocol.allow always',
  'protocol.ext.allow always',
  'receive.procReceiveRefs refs/',
  'remote.origin.promisor true',
  'remote.origin.proxy %',
  'remote.origin.receivepack %',
  'remote.origin.uploadpack %',
  'remote.origin.vcs evil',
  'remote.second.url ext::%',
  'remote.second.promisor true',
  'sequence.editor %',
  'submodule.evil.update !%',
  'tar.evil.command %',
  'trailer.evil.cmd %',
  'trailer.evil.command %',
  'uploadpack.packObjectsHook %',
  'url.ext::%.insteadOf file://',
  'web.browser evil',
  'browser.evil.cmd %',
];

/** Names of hooks, in any version of git. */
const HOOKS =
  `applypatch-msg commit-msg fsmonitor-watchman post-applypatch post-checkout post-commit post-index-change
  post-merge post-receive post-rewrite post-update pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push
  pre-rebase pre-receive prepare-commit-msg proc-receive push-to-checkout reference-transaction sendemail-validate
  update`.split(/\s+/);

let folder: string;
let traces: string;
let upstream: GitRepository;
let first: string;
let second: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'eino-docs-hostile-clone-'));
  traces = join(folder, 'traces');
  upstream = GitRepository.create(join(folder, 'upstream'));
  upstream.write('.gitattributes', '* filter=evil diff=evil merge=evil\n');
  upstream.write('docs/a.md', '# Alpha\n\nOne.\n').write('docs/b.md', '# Beta\n\nTwo.\n');
  first = upstream.commit('Write two pages');
  upstream.move('docs/b.md', 'docs/c.md').write('docs/a.md', '# Alpha\n\nMore than one.\n');
  second = upstream.commit('Move one and edit the other');
  upstream.git('config', 'uploadpack.allowFilter', 'true');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => rmSync(traces, { force: true }));

let programs = 0;

/** Creates a program that leaves a trace with its name. */
function program(name: string): string {
  const path = join(folder, `program-${programs++}`);
  writeFileSync(path, `#!/bin/sh\necho '${name.replaceAll("'", '')}' >> '${traces}'\nexit 1\n`);
  chmodSync(path, 0o755);
  return path;
}

const traced = () => (existsSync(traces) ? readFileSync(traces, 'utf8') : '');

function clone(...options: string[]): string {
  const path = mkdtempSync(join(folder, 'clone-'));
  execFileSync('git', ['clone', '-q', ...options, `file://${upstream.folder}`, path]);
  return path;
}

/** The lines of a configuration file with every setting that names a program. */
function hostileConfig(): string {
  const installed = execFileSync('git', ['help', '--config'], { encoding: 'utf8' })
    .split('\n')
    .filter(
      (name) =>
        /command$|cmd$|program$|helper$|editor$|hook$|driver$|pager\./i.test(name) &&
        !name.startsWith('advice.'),
    )
    .map((name) => `${name.replace(/<[^>]*>/, 'evil')} %`);
  return [...SETTINGS, ...installed]
    .map((setting) => {
      const [name = '', value = ''] = setting.split(/ (?=[^ ]+$)/);
      const path = program(name);
      const [section = '', ...rest] = name.replaceAll('%', path).split('.');
      const key = rest.pop() ?? '';
      const subsection = rest.length === 0 ? '' : ` "${rest.join('.')}"`;
      return `[${section}${subsection}]\n\t${key} = ${value.replaceAll('%', path)}\n`;
    })
    .join('');
}

function appendTo(file: string, text: string): void {
  writeFileSync(file, text, { flag: 'a' });
}

/** Everything that a sync asks of a source. */
async function useAll(source: GitSource): Promise<void> {
  const head = await source.head(null);
  expect(head.revision.sha).toBe(second);
  const manifest = await source.manifest(head.revision);
  expect([...manifest.keys()]).toEqual(['a.md', 'c.md']);
  const before = { ...head.revision, sha: first };
  expect((await source.compare(before, head.revision))?.changes).toHaveLength(2);
  for await (const _ of source.history.read(head.revision, null));
  const files = [...manifest].map(([path, blob]) => ({ path, blob }));
  for await (const { bytes } of source.read(files, head.revision)) expect(String(bytes)).toMatch(/^# /);
}

async function syncTwice(path: string): Promise<void> {
  const fixture = await SqliteSyncFixture.create();
  try {
    expect(await fixture.sync(gitSource(path, 'docs'))).toMatchObject({ outcome: 'published' });
    expect(await fixture.sync(gitSource(path, 'docs'), { rebuild: true })).toMatchObject({
      outcome: 'published',
    });
  } finally {
    await fixture.dispose();
  }
}

describe('a clone whose own files name programs', () => {
  test.each<[string, (path: string) => void]>([
    ['in its configuration', (path) => appendTo(join(path, '.git/config'), hostileConfig())],
    [
      'in a file that its configuration includes',
      (path) => {
        writeFileSync(join(path, '.git/more'), hostileConfig());
        appendTo(
          join(path, '.git/config'),
          `[include]\n\tpath = more\n[includeIf "gitdir:**"]\n\tpath = more\n`,
        );
      },
    ],
    [
      'in the configuration of its working tree',
      (path) => {
        appendTo(
          join(path, '.git/config'),
          '[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n',
        );
        writeFileSync(join(path, '.git/config.worktree'), hostileConfig());
      },
    ],
    [
      'as hooks, also in a folder that its configuration names',
      (path) => {
        for (const hooks of [join(path, '.git/hooks'), join(path, '.git/other')]) {
          mkdirSync(hooks, { recursive: true });
          for (const name of HOOKS) {
            writeFileSync(join(hooks, name), readFileSync(program(`hook ${name}`)));
            chmodSync(join(hooks, name), 0o755);
          }
        }
        appendTo(
          join(path, '.git/config'),
          `[core]\n\thooksPath = ${join(path, '.git/other')}\n\tfsmonitor = true\n`,
        );
      },
    ],
    [
      'for the attributes of its files',
      (path) => {
        mkdirSync(join(path, '.git/info'), { recursive: true });
        writeFileSync(join(path, '.git/info/attributes'), '* filter=evil diff=evil merge=evil\n');
        appendTo(join(path, '.git/config'), hostileConfig());
        // Files that look changed, so that reading the index would compare them.
        writeFileSync(join(path, 'docs/a.md'), '# Changed\n');
      },
    ],
  ])('no program runs that a clone names %s', async (_, prepare) => {
    const path = clone();
    prepare(path);
    // The trap works: git run by hand in a copy of the clone runs some of the programs.
    const copy = `${path}-copy`;
    cpSync(path, copy, { recursive: true, verbatimSymlinks: true });
    for (const args of [['status'], ['commit', '--allow-empty', '-m', 'x']])
      spawnSync('git', args, { cwd: copy });
    expect(traced()).not.toBe('');
    rmSync(traces);
    await useAll(gitSource(path, 'docs'));
    await syncTwice(path);
    expect(traced()).toBe('');
  });

  test.each([
    [
      'by a program',
      (path: string) =>
        appendTo(join(path, '.git/config'), `[remote "origin"]\n\tuploadpack = ${program('uploadpack')}\n`),
    ],
    [
      'by a helper',
      (path: string) => {
        const helper = program('ext');
        appendTo(
          join(path, '.git/config'),
          `[protocol "ext"]\n\tallow = always\n[protocol]\n\tallow = always\n[remote "origin"]\n\turl = ext::${helper}\n[url "ext::${helper}"]\n\tinsteadOf = file\n`,
        );
      },
    ],
    [
      'over ssh',
      (path: string) =>
        appendTo(
          join(path, '.git/config'),
          `[core]\n\tsshCommand = ${program('ssh')}\n[remote "origin"]\n\turl = ssh://localhost/x\n`,
        ),
    ],
  ])('a partial clone does not fetch what it lacks %s', async (_, prepare) => {
    const path = clone('--filter=blob:none', '--no-checkout');
    execFileSync('git', ['-C', path, 'config', '--unset-all', 'remote.origin.url']);
    appendTo(join(path, '.git/config'), `[remote "origin"]\n\turl = file://${upstream.folder}\n`);
    prepare(path);
    const source = gitSource(path, 'docs');
    const { revision } = await source.head(null);
    const files = [...(await source.manifest(revision))].map(([name, blob]) => ({ path: name, blob }));
    const read = async () => {
      for await (const _file of source.read(files, revision));
    };
    await expect(read()).rejects.toMatchObject({ code: 'DOCS_UNREADABLE' });
    expect(traced()).toBe('');
  });
});

test('a clone of another owner is read, bare or not, and also a linked working tree', async () => {
  const own = clone();
  const bare = clone('--bare');
  const linked = join(folder, 'linked');
  execFileSync('git', ['-C', own, 'worktree', 'add', '-q', '--detach', linked]);
  // As git's own tests do it. Without `safe.directory` git refuses all three.
  process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
  try {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
    expect(spawnSync('git', ['rev-parse', 'HEAD'], { cwd: own, env }).status).not.toBe(0);
    for (const path of [own, bare, linked]) await useAll(gitSource(path, 'docs'));
  } finally {
    delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
  }
});
