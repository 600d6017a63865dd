import { access, constants } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { OperationalError } from '../../../shared/operational-error.ts';
import { systemCode, unreadableError } from '../file-access.ts';
import type { SourceFiles } from '../source-files.ts';

/** Variables of the caller's environment that would make git see another repository, or behave otherwise. */
const IGNORED_VARIABLES = [
  'GIT_ASKPASS',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIFF_OPTS',
  'GIT_DIR',
  'GIT_EDITOR',
  'GIT_EXEC_PATH',
  'GIT_EXTERNAL_DIFF',
  'GIT_GRAFT_FILE',
  'GIT_GLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PAGER',
  'GIT_PREFIX',
  'GIT_PROXY_COMMAND',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_TRACE',
  'GIT_TRACE2',
  'GIT_TRACE2_EVENT',
  'GIT_TRACE2_PERF',
  'GIT_WORK_TREE',
];

/** A listing of 100,000 paths is smaller. In bytes. */
const MAX_OUTPUT = 64 * 1024 * 1024;

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: string;
}

/** A command that takes longer waits for something that never comes, such as a pipe that a configuration names. */
const LONGEST_RUN_MS = 10 * 60_000;

/**
 * Runs git in one repository. Only the repository and the arguments decide the output, and no program runs that the
 * repository names, in its configuration, its hooks or its attributes.
 */
export class GitProcess {
  readonly #folder: string;

  /** @param folder real path of a working tree or bare repository. Parent folders are not searched. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Runs a plumbing command to its end. Any exit code is returned.
   * @throws OperationalError `DOCS_GIT_MISSING`, `DOCS_NOT_A_REPOSITORY` or `DOCS_UNREADABLE`; the signal's reason
   */
  async run(args: readonly string[], signal?: AbortSignal): Promise<GitOutput> {
    const result = await execa('git', [...this.#fixedArguments(), ...args], {
      ...this.#options(signal),
      stdin: 'ignore',
      reject: false,
      maxBuffer: MAX_OUTPUT,
      timeout: LONGEST_RUN_MS,
      stripFinalNewline: false,
    });
    signal?.throwIfAborted();
    await requireCompleted(this.#folder, result);
    return { exitCode: result.exitCode ?? -1, stdout: result.stdout };
  }

  /**
   * Runs a command that reads `input`, and yields its output as it arrives. A caller that stops reading ends the process.
   * @throws as `run`
   */
  async *stream(args: readonly string[], input: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
    const child = execa('git', [...this.#fixedArguments(), ...args], {
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
      await requireCompleted(this.#folder, result);
    } finally {
      // Otherwise git would wait forever for its output to be read.
      child.kill('SIGKILL');
      await child;
    }
  }

  /**
   * Git reads the configuration of the repository, and these settings replace its own. No command that is run here starts
   * any other program that a repository can name: none has to do with filters, diff drivers, aliases, editors or keys.
   */
  #fixedArguments(): string[] {
    const settings = [
      // A folder mounted into a container has another owner. Naming it as a source is permission to read it, and it alone.
      `safe.directory=${this.#folder}`,
      'core.fsmonitor=false',
      'core.hooksPath=/dev/null',
      'core.alternateRefsCommand=',
      'diff.external=',
      'gpg.program=',
      'log.showSignature=false',
    ];
    return [...settings.flatMap((setting) => ['-c', setting]), '--no-pager'];
  }

  #options(signal?: AbortSignal) {
    return {
      cwd: this.#folder,
      env: {
        ...Object.fromEntries(IGNORED_VARIABLES.map((name) => [name, undefined])),
        // No transport, and so no program that one uses, whatever a partial clone lacks. Only newer versions of git know
        // GIT_NO_LAZY_FETCH.
        GIT_ALLOW_PROTOCOL: '',
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

/**
 * Restricts a command to the folders of the roots, whatever characters are in their names: `GIT_LITERAL_PATHSPECS` gives
 * none of them a meaning.
 */
export function gitPathspecs({ folders }: Pick<SourceFiles, 'folders'>): readonly string[] {
  return folders.includes('') ? [] : folders;
}

interface GitResult {
  readonly code?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly isMaxBuffer?: boolean;
  readonly stderr?: unknown;
}

/** @throws OperationalError if git was not found, was killed, or did not run in a repository */
async function requireCompleted(folder: string, result: GitResult): Promise<void> {
  const { code, exitCode, isMaxBuffer, stderr } = result;
  if (code === 'ENOENT') throw gitMissingError();
  if (code === 'EACCES') throw unreadableError(folder, result);
  // Git has one exit code for all fatal errors: only its message, in the C locale, tells them apart.
  if (exitCode === 128 && String(stderr).includes('not a git repository')) {
    await requireReadPermission(folder);
    throw notARepositoryError(folder);
  }
  if (exitCode === undefined || isMaxBuffer)
    throw damagedCloneError(`git did not complete in ${folder} (${code ?? 'killed'})`);
}

/**
 * Git reports a repository that it may not read as none at all.
 * @throws OperationalError `DOCS_UNREADABLE`
 */
async function requireReadPermission(folder: string): Promise<void> {
  for (const part of ['.git/HEAD', '.git/objects', '.git/refs', 'HEAD', 'objects', 'refs']) {
    const path = join(folder, part);
    const mode = part.endsWith('HEAD') ? constants.R_OK : constants.R_OK | constants.X_OK;
    await access(path, mode).catch((error: unknown) => {
      if (systemCode(error) === 'EACCES') throw unreadableError(path, error);
    });
  }
}

function gitMissingError(): OperationalError {
  return new OperationalError(
    'DOCS_GIT_MISSING',
    'git was not found on this machine.',
    'Install git, or use github:<owner>/<name> as the source (DOCS_SOURCE or SOURCES).',
  );
}

function notARepositoryError(folder: string): OperationalError {
  return new OperationalError(
    'DOCS_NOT_A_REPOSITORY',
    `${folder} is not a git repository.`,
    'Correct the source (DOCS_SOURCE or SOURCES), or use dir:<path> for a plain folder.',
  );
}

/** Git did not return what the clone must have: the clone is damaged or changing. */
export function damagedCloneError(what: string): OperationalError {
  return new OperationalError('DOCS_UNREADABLE', `${what}.`, 'Check the clone with git fsck.');
}
