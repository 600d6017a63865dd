import { closestName } from '../../shared/closest-name.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/** The commands and the flags each takes. */
export const COMMANDS = {
  sync: ['--rebuild', '--dry-run', '--allow-mass-delete', '--json'],
  schedule: [],
  status: ['--json'],
  export: [],
  verify: ['--repair', '--json'],
} as const satisfies Record<string, readonly `--${string}`[]>;

const LONGEST_SHOWN = 60;

export type CommandName = keyof typeof COMMANDS;
export type Flag = (typeof COMMANDS)[CommandName][number];

export type Arguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'command'; readonly command: CommandName; readonly flags: ReadonlySet<Flag> };

/**
 * Reads the command line: one command, then its flags in any order.
 * @throws OperationalError `USAGE` that names the command or flag that was meant, or else all there are
 */
export function parseArguments(args: readonly string[]): Arguments {
  if (args.includes('--help') || args.includes('-h') || args[0] === 'help') return { kind: 'help' };
  if (args.includes('--version') || args.includes('-v')) return { kind: 'version' };
  const words = args.filter((argument) => !argument.startsWith('-'));
  const [command, surplus] = words;
  const names = Object.keys(COMMANDS);
  if (command === undefined) throw usage(`no command given; there are ${names.join(', ')}.`);
  if (!isCommand(command))
    throw usage(
      `there is no command ${quoted(command)}; ${didYouMean(command, names) ?? `there are ${names.join(', ')}.`}`,
    );
  if (surplus !== undefined) throw usage(`${command} takes no argument ${quoted(surplus)}.`);
  return { kind: 'command', command, flags: parseFlags(command, args) };
}

function parseFlags(command: CommandName, args: readonly string[]): Set<Flag> {
  const known: readonly Flag[] = COMMANDS[command];
  const flags = new Set<Flag>();
  for (const argument of args.filter((argument) => argument.startsWith('-'))) {
    const flag = known.find((candidate) => candidate === argument);
    if (flag === undefined) {
      const advice = didYouMean(withoutValue(argument), known);
      const taken = `${command} takes ${known.join(', ') || 'none'}.`;
      throw usage(`${command} has no flag ${quoted(argument)}; ${advice ?? taken}`);
    }
    flags.add(flag);
  }
  return flags;
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

function didYouMean(word: string, candidates: readonly string[]): string | null {
  const meant = closestName(word.slice(0, LONGEST_SHOWN).toLowerCase(), candidates);
  return meant === null ? null : `did you mean ${meant}?`;
}

/** `--json=true` means `--json`. */
function withoutValue(flag: string): string {
  return flag.replace(/=.*$/s, '');
}

function quoted(argument: string): string {
  return JSON.stringify(argument.slice(0, LONGEST_SHOWN));
}

function usage(message: string): OperationalError {
  return new OperationalError('USAGE', message, 'See --help.');
}

/** Fits a screen of 80 × 24. */
export const HELP = `eino-docs-worker: keeps the index equal to a docs repository.

Usage: eino-docs-worker <command> [flags]

  sync                 bring the index to the source's head, then stop
    --dry-run            say what would change and what it would cost
    --rebuild            build a new generation from scratch
    --allow-mass-delete  let this run remove most of the documents
  schedule             sync now, then whenever SYNC_SCHEDULE says, until stopped
  status               what is indexed, how fresh it is, how the last run ended
  verify [--repair]    compare the index with its source, document by document
  export               print every document and chunk as JSON lines

  sync, status and verify take --json: one JSON object on stdout.

Examples:
  DOCS_SOURCE=dir:docs eino-docs-worker sync --dry-run
  INDEX_PATH=/path/to/index.db eino-docs-worker status

Most used settings (environment): DOCS_SOURCE, GITHUB_TOKEN, INDEX_PATH or
QDRANT_URL, OPENAI_API_KEY or OPENAI_BASE_URL, SYNC_SCHEDULE, LOG_LEVEL.
Every setting: docs/configuration.md. Everything but results goes to stderr.
Exit codes: 0 published, unchanged, skipped; 1 failed; 2 bad usage or settings.
`;
