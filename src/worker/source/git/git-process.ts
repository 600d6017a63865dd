import { access, constants } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { OperationalError } from '../../../shared/operational-error.ts';
import { systemCode, unreadable } from '../file-access.ts';

/** What git would take from the caller's environment: the repository asked for is the only one it may see. */
const IGNORED_VARIABLES = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIFF_OPTS',
  'GIT_DIR',
  'GIT_EXEC_PATH',
  'GIT_EXTERNAL_DIFF',
  'GIT_GRAFT_FILE',
  'GIT_GLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_TRACE',
  'GIT_WORK_TREE',
];

/** More than a listing of 100,000 paths takes. */
const MAX_OUTPUT = 64 * 1024 * 1024;

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs git in one repository so that nothing but the repository and the arguments decides what comes out. */
export class GitProcess {
  readonly #folder: string;

  /** @param folder real path of a working tree or bare repository; its parents are not searched */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Runs a plumbing command to its end, whatever its exit code.
   * @throws OperationalError `DOCS_GIT_MISSING`, `DOCS_NOT_A_REPOSITORY` or `DOCS_UNREADABLE`; the signal's reason
   */
  async run(args: readonly string[], signal?: AbortSignal): Promise<GitOutput> {
    const result = await execa('git', [...FIXED_ARGUMENTS, ...args], {
      ...this.#options(signal),
      stdin: 'ignore',
      reject: false,
      maxBuffer: MAX_OUTPUT,
      stripFinalNewline: false,
    });
    signal?.throwIfAborted();
    await requireEnd(this.#folder, result);
    return { exitCode: result.exitCode ?? -1, stdout: result.stdout };
  }

  /**
   * Runs a command that answers `input`, and gives its output as it comes. Whoever stops reading ends the process.
   * @throws as `run`
   */
  async *stream(args: readonly string[], input: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const child = execa('git', [...FIXED_ARGUMENTS, ...args], {
      ...this.#options(signal),
      input,
      buffer: false,
      encoding: 'buffer',
      stderr: 'ignore',
      reject: false,
    });
    try {
      yield* child.stdout as AsyncIterable<Buffer>;
      const result = await child;
      signal?.throwIfAborted();
      await requireEnd(this.#folder, result);
    } finally {
      // Without it, git would wait for a reader that is gone.
      child.kill('SIGKILL');
      await child;
    }
  }

  #options(signal?: AbortSignal) {
    return {
      cwd: this.#folder,
      env: {
        ...Object.fromEntries(IGNORED_VARIABLES.map((name) => [name, undefined])),
        GIT_ATTR_NOSYSTEM: '1',
        GIT_CEILING_DIRECTORIES: dirname(this.#folder),
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_LITERAL_PATHSPECS: '1',
        GIT_NO_LAZY_FETCH: '1',
        GIT_NO_REPLACE_OBJECTS: '1',
        GIT_OPTIONAL_LOCKS: '0',
        GIT_TERMINAL_PROMPT: '0',
        LC_ALL: 'C',
      },
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    };
  }
}

/** Folders mounted into a container belong to somebody else; naming one in the settings is the permission. */
const FIXED_ARGUMENTS = ['-c', 'safe.directory=*', '--no-pager'];

interface Result {
  readonly code?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly isMaxBuffer?: boolean;
  readonly stderr?: unknown;
}

/** @throws OperationalError where git did not run to its own end, or not in a repository */
async function requireEnd(folder: string, result: Result): Promise<void> {
  const { code, exitCode, isMaxBuffer, stderr } = result;
  if (code === 'ENOENT') throw gitMissing();
  if (code === 'EACCES') throw unreadable(folder, result);
  if (exitCode === 128 && /not a git repository/.test(String(stderr))) {
    await requirePermission(folder);
    throw notARepository(folder);
  }
  if (exitCode === undefined || isMaxBuffer)
    throw damagedClone(`git broke off in ${folder} (${code ?? 'killed'})`);
}

/** Git takes a repository that it may not read for none. @throws OperationalError `DOCS_UNREADABLE` */
async function requirePermission(folder: string): Promise<void> {
  for (const part of ['.git/HEAD', '.git/objects', '.git/refs', 'HEAD', 'objects', 'refs']) {
    const path = join(folder, part);
    const mode = part.endsWith('HEAD') ? constants.R_OK : constants.R_OK | constants.X_OK;
    await access(path, mode).catch((error: unknown) => {
      if (systemCode(error) === 'EACCES') throw unreadable(path, error);
    });
  }
}

function gitMissing(): OperationalError {
  return new OperationalError(
    'DOCS_GIT_MISSING',
    'git was not found on this machine.',
    'Install git, or use github:<owner>/<name> as DOCS_SOURCE.',
  );
}

function notARepository(folder: string): OperationalError {
  return new OperationalError(
    'DOCS_NOT_A_REPOSITORY',
    `${folder} is not a git repository.`,
    'Correct DOCS_SOURCE, or use dir:<path> for a plain folder.',
  );
}

/** Git did not give what it must have: the clone is damaged or being changed. */
export function damagedClone(what: string): OperationalError {
  return new OperationalError('DOCS_UNREADABLE', `${what}.`, 'Check the clone with git fsck.');
}
