import { parseArgs } from 'node:util';
import { closestName } from '../../shared/closest-name.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/** The commands and the flags each accepts. */
export const WORKER_COMMANDS = {
  sync: ['--if-due', '--rebuild', '--dry-run', '--allow-mass-delete', '--drop-sources', '--json'],
  schedule: [],
  status: ['--json'],
  export: [],
  verify: ['--repair', '--json'],
  drift: ['--json'],
  gaps: ['--json'],
  sources: ['--check', '--json'],
} as const satisfies Record<string, readonly `--${string}`[]>;

export type WorkerCommandName = keyof typeof WORKER_COMMANDS;
export type WorkerFlag = (typeof WORKER_COMMANDS)[WorkerCommandName][number];

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
