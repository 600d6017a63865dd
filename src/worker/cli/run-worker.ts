import { parseArgs } from 'node:util';
import { closestName } from '../../shared/config/misspelt-names.ts';
import { type Env, secretsIn } from '../../shared/config/parse-env.ts';
import { allVariables } from '../../shared/config/variables.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../../shared/error-codes.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { packageVersion } from '../../shared/package-version.ts';
import { rememberSecrets } from '../../shared/secrets.ts';
import { readWorkerConfig } from '../config.ts';
import { EMPTY_REPORT, runError } from '../sync/run-report.ts';
import {
  type CommandContext,
  WORKER_COMMANDS,
  type WorkerCommand,
  type WorkerCommandName,
  type WorkerFlag,
} from './command.ts';
import { print, printable } from './output.ts';

/** What the process provides to the worker. */
export interface WorkerProcess extends Omit<CommandContext, 'config' | 'flags'> {
  readonly args: readonly string[];
  readonly env: Env;
}

/** Runs one command. Never rejects: a failure is a line on stderr and, with `--json`, an object on stdout. */
export async function runWorker({ args, env, ...context }: WorkerProcess): Promise<ExitCode> {
  rememberSecrets(secretsIn(env, allVariables));
  try {
    const parsed = parseWorkerArguments(args);
    if (parsed.kind === 'help') {
      await print(context.stdout, [WORKER_HELP]);
      return EXIT.ok;
    }
    if (parsed.kind === 'version') {
      await print(context.stdout, [`${packageVersion()}\n`]);
      return EXIT.ok;
    }
    const config = readWorkerConfig(env, context.clock());
    const command = await COMMAND_LOADERS[parsed.command]();
    return await command({ ...context, config, flags: parsed.flags });
  } catch (error) {
    if (args.includes('--json')) await printFailure(context.stdout, args, error);
    const { code } = runError(error);
    // Configuration errors are a list with one problem a line; every other message is kept on one line.
    const text = code === 'CONFIG_INVALID' ? describeError(error) : printable(describeError(error));
    context.stderr.write(`eino-docs-worker: ${text.trimEnd()}\n`);
    return exitCodeOf(code);
  }
}

/** Loaded on demand, so that `status` does not wait for the Markdown parser and the tokenizer to load. */
const COMMAND_LOADERS: Record<WorkerCommandName, () => Promise<WorkerCommand>> = {
  sync: async () => (await import('./sync-command.ts')).syncCommand,
  schedule: async () => (await import('./schedule-command.ts')).scheduleCommand,
  status: async () => (await import('./status-command.ts')).statusCommand,
  export: async () => (await import('./export-command.ts')).exportCommand,
  verify: async () => (await import('./verify-command.ts')).verifyCommand,
  drift: async () => (await import('./drift-command.ts')).driftCommand,
  gaps: async () => (await import('./gaps-command.ts')).gapsCommand,
  sources: async () => (await import('./sources-command.ts')).sourcesCommand,
};

async function printFailure(
  stdout: NodeJS.WritableStream,
  args: readonly string[],
  error: unknown,
): Promise<void> {
  const report = { outcome: 'failed', ...(args.includes('sync') ? EMPTY_REPORT : {}), durationMs: 0 };
  // If this cannot be written either, the line on stderr still tells of the failure.
  await print(stdout, [`${JSON.stringify({ ...report, error: runError(error) })}\n`]).catch(() => {});
}

/** A run that has not stopped by then is ended: readers keep the old sequence, and the lease expires. */
const STOP_DEADLINE_MS = 4_500;

/**
 * Returns a signal that aborts when the process is asked to stop (SIGTERM or SIGINT). The process exits at once if it
 * is asked a second time, or if it has not stopped by the deadline.
 */
export function stopOnSignals(process: Pick<NodeJS.Process, 'on' | 'exit' | 'stderr'>): AbortSignal {
  const controller = new AbortController();
  const stop = (name: NodeJS.Signals) => {
    const reason = new OperationalError(
      'ABORTED',
      `stopped by ${name}.`,
      'The published index is untouched.',
    );
    if (controller.signal.aborted) process.exit(EXIT.failed);
    controller.abort(reason);
    setTimeout(() => {
      process.stderr.write(`eino-docs-worker: ${reason.code}: ${reason.message} ${reason.advice}\n`);
      process.exit(EXIT.failed);
    }, STOP_DEADLINE_MS).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return controller.signal;
}

export type WorkerArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly command: WorkerCommandName;
      readonly flags: ReadonlySet<WorkerFlag>;
    };

/**
 * Parses the command line: one command, and its flags in any order.
 * @throws OperationalError `USAGE` that suggests the command or flag that was probably meant, or lists all of them
 */
export function parseWorkerArguments(args: readonly string[]): WorkerArguments {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true });
  const options = tokens.filter((token) => token.kind === 'option').map(({ name }) => name);
  if (options.includes('help') || options.includes('h') || args[0] === 'help') return { kind: 'help' };
  if (options.includes('version') || options.includes('v')) return { kind: 'version' };

  const [command, ...surplus] = tokens.filter((token) => token.kind === 'positional');
  const name = commandNamed(command?.value);
  const [unexpected] = surplus;
  if (unexpected !== undefined) throw usageError(`unexpected argument ${quoted(unexpected.value)}.`);
  const flags = tokens.filter((token) => token.kind !== 'positional').map(({ index }) => args[index] ?? '');
  return { kind: 'command', command: name, flags: new Set(flags.map((flag) => flagNamed(flag, name))) };
}

function commandNamed(name: string | undefined): WorkerCommandName {
  const names = Object.keys(WORKER_COMMANDS);
  const list = `the commands are ${names.join(', ')}.`;
  if (name === undefined) throw usageError(`no command given; ${list}`);
  if (!isCommand(name)) {
    throw usageError(`unknown command ${quoted(name)}; ${didYouMean(name, names) ?? list}`);
  }
  return name;
}

function flagNamed(flag: string, command: WorkerCommandName): WorkerFlag {
  const accepted: readonly WorkerFlag[] = WORKER_COMMANDS[command];
  const found = accepted.find((candidate) => candidate === flag);
  if (found === undefined) {
    // `--json=true` means `--json`.
    const suggestion = didYouMean(flag.replace(/=.*$/s, ''), accepted);
    const list = `${command} accepts ${accepted.join(', ') || 'no flags'}.`;
    throw usageError(`unknown flag ${quoted(flag)}; ${suggestion ?? list}`);
  }
  return found;
}

function isCommand(word: string): word is WorkerCommandName {
  return Object.hasOwn(WORKER_COMMANDS, word);
}

/** Characters of an argument that an error message shows. */
const LONGEST_SHOWN = 60;

function didYouMean(word: string, candidates: readonly string[]): string | null {
  const closest = closestName(word.slice(0, LONGEST_SHOWN).toLowerCase(), candidates);
  return closest === null ? null : `did you mean ${closest}?`;
}

function quoted(argument: string): string {
  return JSON.stringify(argument.slice(0, LONGEST_SHOWN));
}

function usageError(message: string): OperationalError {
  return new OperationalError('USAGE', message, 'See --help.');
}

/** Fits a terminal of 80 × 24. */
export const WORKER_HELP = `eino-docs-worker: keeps a search index in sync with its sources.

Usage: eino-docs-worker <command> [flags]

  sync                 update the index to the heads of its sources, then exit
    --if-due             only if SYNC_SCHEDULE asks for a run by now
    --dry-run            show what would change and what it would cost
    --rebuild            build a new generation from scratch
    --allow-mass-delete  allow this run to remove most documents of a root
    --drop-sources       remove sources that are no longer in the list
  schedule             sync now and on SYNC_SCHEDULE until stopped
  status               show what is indexed, how fresh it is, and the last run
  verify [--repair]    compare the index with its sources, document by document
  drift                list names and links in documents that lead nowhere
  gaps                 list queries of QUERY_LOG that no document answered
  sources [--check]    show the list of sources; with --check, ask each of them
  export               print every document and chunk as JSON lines

  All but schedule and export accept --json: one JSON object on stdout.

Common settings (environment): SOURCES, GITHUB_TOKEN, INDEX_PATH or QDRANT_URL,
OPENAI_API_KEY or OPENAI_BASE_URL, SYNC_SCHEDULE, LOG_LEVEL.
All settings: docs/configuration.md. Everything but results goes to stderr.
Exit codes: 0 published, unchanged, skipped; 1 failed; 2 bad usage or settings.
`;
