import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Date of the first commit. Each commit is an hour later than the previous one, so every run has the same history. */
const FIRST_COMMIT = Date.parse('2026-01-05T08:00:00Z');
const HOUR_MS = 3_600_000;

/** The environment of every git command: the settings of the machine and of the user have no effect. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Docs Author',
  GIT_AUTHOR_EMAIL: 'author@example.com',
  GIT_COMMITTER_NAME: 'Docs Author',
  GIT_COMMITTER_EMAIL: 'author@example.com',
  // Otherwise every commit starts a process that finds nothing to maintain.
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'maintenance.auto',
  GIT_CONFIG_VALUE_0: 'false',
};

/** A real git repository with a working tree, in which a test writes a history. */
export class GitRepository implements Disposable {
  /** The working tree. */
  readonly folder: string;
  #commits = 0;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Creates an empty repository with the branch `main`.
   * @param folder is created if it does not exist; by default a new temporary folder
   */
  static create(folder = mkdtempSync(join(tmpdir(), 'eino-docs-repository-'))): GitRepository {
    mkdirSync(folder, { recursive: true });
    const repository = new GitRepository(folder);
    repository.git('init', '-q', '-b', 'main', '--template=');
    return repository;
  }

  write(path: string, content: string | Uint8Array): this {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), content);
    return this;
  }

  link(path: string, target: string): this {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    symlinkSync(target, join(this.folder, path));
    return this;
  }

  move(from: string, to: string): this {
    mkdirSync(dirname(join(this.folder, to)), { recursive: true });
    renameSync(join(this.folder, from), join(this.folder, to));
    return this;
  }

  remove(path: string): this {
    rmSync(join(this.folder, path), { recursive: true });
    return this;
  }

  /** Commits the working tree. @returns the commit's sha */
  commit(message: string): string {
    this.git('add', '-A');
    const date = new Date(FIRST_COMMIT + this.#commits++ * HOUR_MS).toISOString();
    this.#run(['commit', '-q', '--allow-empty', `--date=${date}`, '-m', message], {
      GIT_COMMITTER_DATE: date,
    });
    return this.head();
  }

  /** Creates `count` commits that each edit one file, without changing the working tree. */
  commitMany(count: number, path: string): void {
    const edit = (i: number) => `M 100644 inline ${path}\n${data(`Edit ${i}.\n`)}`;
    this.#import(
      Array.from({ length: count }, (_, i) => ({ message: `Edit ${i + 1}`, change: edit(i + 1) })),
    );
  }

  /** Makes moves of files, each with a commit of its own. Two processes do all of them. */
  commitMoves(moves: readonly (readonly [from: string, to: string])[]): void {
    this.#import(moves.map(([from, to]) => ({ message: `Move to ${to}`, change: `R ${from} ${to}\n` })));
    this.reset('main');
  }

  /** Moves the branch and the working tree to a commit, as a force-push does. */
  reset(sha: string): void {
    this.git('reset', '-q', '--hard', sha);
  }

  /** Reads the files of git, because a test with a long history would start a process for each commit. */
  head(): string {
    try {
      const read = (file: string) => readFileSync(join(this.folder, '.git', file), 'utf8').trim();
      const head = read('HEAD');
      return head.startsWith('ref: ') ? read(head.slice('ref: '.length)) : head;
    } catch {
      // The reference is packed.
      return this.git('rev-parse', 'HEAD').trim();
    }
  }

  /** Path → blob sha of all files and links below a folder at a commit, as git lists them. */
  blobs(sha: string, folder: string): Map<string, string> {
    const output = this.git('ls-tree', '-r', '-z', `${sha}:${folder}`);
    const lines = output.split('\0').filter((line) => line !== '');
    return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.split(/[ \t]/)[2] ?? '']));
  }

  git(...args: readonly string[]): string {
    return this.#run(args, {});
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Adds commits to `main` in one process. A change is a command of `git fast-import`. */
  #import(commits: readonly { readonly message: string; readonly change: string }[]): void {
    const commands = commits.map(({ message, change }, i) => {
      const seconds = (FIRST_COMMIT + this.#commits++ * HOUR_MS) / 1000;
      const from = i === 0 ? `from ${this.head()}\n` : '';
      return `commit refs/heads/main\ncommitter Docs Author <author@example.com> ${seconds} +0000\n${data(message)}${from}${change}`;
    });
    this.#run(['fast-import', '--quiet'], {}, commands.join(''));
  }

  #run(args: readonly string[], env: Readonly<Record<string, string>>, input = ''): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      input,
      encoding: 'utf8',
      env: { ...ENVIRONMENT, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
  }
}

/** A text in the format of `git fast-import`, with its length. */
function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
