import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { GitObjects } from './git-objects.ts';
import { describeCommit, readCommit } from './loopback-github-commit.ts';

/** A response of the REST API, without headers. */
export interface ApiAnswer {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly location?: string;
  /** Whether there is a next page. */
  readonly more?: boolean;
}

/** Limits of the API. A test may lower them to reach them. */
export interface ApiCaps {
  /** Maximum number of files in a comparison. */
  readonly comparedFiles: number;
  /** Maximum number of commits in a comparison that is requested without paging. */
  readonly comparedCommits: number;
  /** Maximum number of entries in a recursive tree. */
  readonly treeEntries: number;
}

const NOT_FOUND: ApiAnswer = { status: 404, json: { message: 'Not Found' } };
const run = promisify(execFile);

/** Serves GitHub's REST paths of one repository from a real git repository. */
export class RepositoryAnswers implements AsyncDisposable {
  readonly #folder: string;
  readonly #objects: GitObjects;
  readonly #fullName: string;
  readonly #codeload: () => string;
  readonly #caps: ApiCaps;
  /** Cache of names that contain a full sha: what they resolve to never changes. */
  readonly #resolved = new Map<string, string>();

  /** @param codeload returns the URL that archives are redirected to */
  constructor(folder: string, fullName: string, caps: ApiCaps, codeload: () => string) {
    this.#folder = folder;
    this.#objects = new GitObjects(folder);
    this.#fullName = fullName;
    this.#caps = caps;
    this.#codeload = codeload;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#objects[Symbol.asyncDispose]();
  }

  /** @param path below `/repos/{owner}/{repo}`, decoded */
  async answer(path: string, query: URLSearchParams, accept: string): Promise<ApiAnswer> {
    const [, route = '', ...rest] = path.split('/');
    const tail = rest.join('/');
    if (route === '') return this.#repository();
    if (route === 'commits' && tail === '') return await this.#commits(query);
    if (route === 'commits') return await this.#commit(tail, query);
    if (route === 'compare') return await this.#compare(tail, query);
    if (route === 'git' && rest[0] === 'trees') return await this.#tree(rest.slice(1).join('/'), query);
    if (route === 'git' && rest[0] === 'blobs') return await this.#blob(rest[1] ?? '', accept);
    if (route === 'git' && rest[0] === 'matching-refs')
      return await this.#matchingRefs(rest.slice(1).join('/'));
    if (route === 'contents') return await this.#contents(tail, query.get('ref') ?? 'HEAD', accept);
    if (route === 'tarball') return await this.#tarball(tail);
    return NOT_FOUND;
  }

  /** Returns the gzipped archive of a commit, as codeload sends it. */
  async archive(sha: string): Promise<Buffer> {
    const prefix = `${this.#fullName.replace('/', '-')}-${sha.slice(0, 7)}/`;
    return await this.#bytes('archive', '--format=tar.gz', `--prefix=${prefix}`, sha);
  }

  #repository(): ApiAnswer {
    return {
      status: 200,
      json: { id: 1, full_name: this.#fullName, private: false, default_branch: 'main' },
    };
  }

  /** @param prefix of the names of refs, without `refs/` */
  async #matchingRefs(prefix: string): Promise<ApiAnswer> {
    const list = await this.#text('for-each-ref', '--format=%(refname) %(objectname) %(objecttype)');
    const refs = list.split('\n').flatMap((line) => {
      const [ref = '', sha, type] = line.split(' ');
      return ref.startsWith(`refs/${prefix}`) ? [{ ref, object: { sha, type } }] : [];
    });
    return { status: 200, json: refs };
  }

  async #commits(query: URLSearchParams): Promise<ApiAnswer> {
    const sha = await this.#resolve(query.get('sha') ?? 'HEAD');
    if (sha === null) {
      const empty = (await this.#text('rev-list', '--all', '--max-count=1')) === '';
      return empty ? { status: 409, json: { message: 'Git Repository is empty.' } } : NOT_FOUND;
    }
    const size = Math.min(Number(query.get('per_page') ?? 30), 100);
    const skip = (Number(query.get('page') ?? 1) - 1) * size;
    const path = query.get('path');
    const commits = await this.#log(
      `--skip=${skip}`,
      `--max-count=${size + 1}`,
      sha,
      '--',
      ...(path ? [path] : []),
    );
    return { status: 200, json: commits.slice(0, size), more: commits.length > size };
  }

  async #commit(name: string, query: URLSearchParams): Promise<ApiAnswer> {
    const object = await this.#objects.read(`${name}^{commit}`);
    if (object === null) return NOT_FOUND;
    const { parent, ...commit } = readCommit(object);
    const files = await this.#files(parent ?? EMPTY_TREE, object.sha);
    const page = Number(query.get('page') ?? 1);
    const shown = files.slice((page - 1) * FILES_PER_PAGE, page * FILES_PER_PAGE);
    return {
      status: 200,
      json: { ...commit, files: shown },
      more: page * FILES_PER_PAGE < files.length,
    };
  }

  async #compare(basehead: string, query: URLSearchParams): Promise<ApiAnswer> {
    const [base, head] = await Promise.all(basehead.split('...').map((name) => this.#resolve(name)));
    if (!base || !head) return NOT_FOUND;
    const mergeBase = (await this.#text('merge-base', base, head).catch(() => '')).trim();
    if (mergeBase === '')
      return { status: 404, json: { message: `No common ancestor between ${basehead}.` } };
    const ahead = await this.#log('--reverse', `${base}..${head}`, '--');
    const behind =
      base === mergeBase ? 0 : Number(await this.#text('rev-list', '--count', `${head}..${base}`));
    const paged = query.has('page') || query.has('per_page');
    const size = Math.min(Number(query.get('per_page') ?? 30), 100);
    const page = Number(query.get('page') ?? 1);
    const commits = paged
      ? ahead.slice((page - 1) * size, page * size)
      : ahead.slice(-this.#caps.comparedCommits);
    const files = page > 1 ? [] : (await this.#files(mergeBase, head)).slice(0, this.#caps.comparedFiles);
    const status = statusOf(ahead.length, behind);
    return {
      status: 200,
      json: {
        status,
        ahead_by: ahead.length,
        behind_by: behind,
        total_commits: ahead.length,
        commits,
        files,
      },
      more: paged && page * size < ahead.length,
    };
  }

  async #files(from: string, to: string): Promise<unknown[]> {
    const fields = (await this.#text('diff-tree', '-r', '-z', '-M', '--no-abbrev', from, to)).split('\0');
    const files: unknown[] = [];
    for (let i = 0; i < fields.length - 1; i++) {
      const [oldMode, newMode, oldSha, newSha, status = ''] = (fields[i] ?? '').slice(1).split(' ');
      const first = fields[++i];
      const second = status.startsWith('R') ? fields[++i] : undefined;
      files.push({
        filename: second ?? first,
        ...(second === undefined ? {} : { previous_filename: first }),
        status: FILE_STATUS[status.charAt(0)],
        sha: status === 'D' ? oldSha : newSha,
        ...(oldMode === ':160000' || newMode === '160000'
          ? { patch: `@@ -0,0 +1 @@\n+Subproject commit ${newSha}` }
          : {}),
      });
    }
    return files;
  }

  async #tree(name: string, query: URLSearchParams): Promise<ApiAnswer> {
    const sha = await this.#resolve(name, 'tree');
    if (sha === null) return NOT_FOUND;
    const recursive = query.has('recursive');
    const output = await this.#text('ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha);
    const entries = output.split('\0').flatMap((line) => {
      const match = /^(\d+) (\w+) (\w+) +(\d+|-)\t(.+)$/s.exec(line);
      if (match === null) return [];
      const [, mode, type, entrySha, size, path] = match;
      return [{ path, mode, type, sha: entrySha, ...(size === '-' ? {} : { size: Number(size) }) }];
    });
    const truncated = recursive && entries.length > this.#caps.treeEntries;
    return {
      status: 200,
      json: { sha, tree: truncated ? entries.slice(0, this.#caps.treeEntries) : entries, truncated },
    };
  }

  async #blob(name: string, accept: string): Promise<ApiAnswer> {
    const object = await this.#objects.read(`${name}^{blob}`);
    if (object === null) return NOT_FOUND;
    const { sha, bytes } = object;
    if (accept.includes('raw')) return { status: 200, bytes };
    return {
      status: 200,
      json: { sha, size: bytes.byteLength, content: bytes.toString('base64'), encoding: 'base64' },
    };
  }

  async #contents(path: string, ref: string, accept: string): Promise<ApiAnswer> {
    const blob = await this.#resolve(`${ref}:${path}`, 'blob');
    if (blob !== null) return await this.#blob(blob, accept);
    const tree = await this.#resolve(`${ref}:${path}`, 'tree');
    if (tree === null) return NOT_FOUND;
    const listing = (await this.#text('ls-tree', '-z', tree)).split('\0').filter((line) => line !== '');
    return {
      status: 200,
      json: listing.map((line) => {
        const name = line.slice(line.indexOf('\t') + 1);
        const [, type, sha] = line.split(/[ \t]/);
        return { name, path: `${path}/${name}`, sha, type: type === 'tree' ? 'dir' : 'file' };
      }),
    };
  }

  async #tarball(ref: string): Promise<ApiAnswer> {
    const sha = await this.#resolve(ref);
    if (sha === null) return NOT_FOUND;
    return { status: 302, location: `${this.#codeload()}/${this.#fullName}/legacy.tar.gz/${sha}` };
  }

  async #log(...args: readonly string[]): Promise<unknown[]> {
    const output = await this.#text('log', '-z', '--format=%H%n%T%n%cI%n%B', ...args);
    return output.split('\0').flatMap((record) => {
      const [sha = '', tree, date, ...message] = record.split('\n');
      if (sha === '') return [];
      return [describeCommit({ sha, tree: tree ?? '', date: date ?? '', message: message.join('\n') })];
    });
  }

  async #resolve(name: string, type = 'commit'): Promise<string | null> {
    const object = `${name}^{${type}}`;
    const known = this.#resolved.get(object);
    if (known !== undefined) return known;
    const sha = (await this.#objects.read(object))?.sha ?? null;
    if (sha === null) return null;
    if (/^[0-9a-f]{40}\b/.test(name)) this.#resolved.set(object, sha);
    return sha;
  }

  async #text(...args: readonly string[]): Promise<string> {
    return (await this.#bytes(...args)).toString('utf8');
  }

  async #bytes(...args: readonly string[]): Promise<Buffer> {
    const { stdout } = await run('git', args, {
      cwd: this.#folder,
      encoding: 'buffer',
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout;
  }
}

/** Files of a commit in one response. */
const FILES_PER_PAGE = 300;

/** Every git repository knows the tree without entries. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

const FILE_STATUS: Readonly<Record<string, string>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
  R: 'renamed',
  T: 'changed',
};

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
