import type { Env } from '../../shared/config/parse-env.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../../shared/exit-codes.ts';
import { describeError } from '../../shared/operational-error.ts';
import { packageVersion } from '../../shared/package-version.ts';
import { readWorkerConfig } from '../config.ts';
import { EMPTY_REPORT, runError } from '../sync/run-report.ts';
import { type CommandName, HELP, parseArguments } from './arguments.ts';
import type { Command, CommandContext } from './command.ts';
import { print, printable } from './output.ts';

/** What the process gives to a run of the worker. */
export interface WorkerProcess extends Omit<CommandContext, 'config' | 'flags'> {
  readonly args: readonly string[];
  readonly env: Env;
}

/** Loaded when asked for, so that looking at the status does not pay for Markdown and tokenizers. */
const COMMAND_LOADERS: Record<CommandName, () => Promise<Command>> = {
  sync: async () => (await import('./sync-command.ts')).syncCommand,
  schedule: async () => (await import('./schedule-command.ts')).scheduleCommand,
  status: async () => (await import('./status-command.ts')).statusCommand,
  export: async () => (await import('./export-command.ts')).exportCommand,
  verify: async () => (await import('./verify-command.ts')).verifyCommand,
};

/** Runs one command. Never rejects: a failure is one line on stderr, with `--json` one object on stdout too. */
export async function runWorker({ args, env, ...context }: WorkerProcess): Promise<ExitCode> {
  try {
    const parsed = parseArguments(args);
    if (parsed.kind === 'help') {
      await print(context.stdout, [HELP]);
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
    if (args.includes('--json')) {
      const failure = { outcome: 'failed', ...(args.includes('sync') ? EMPTY_REPORT : {}), durationMs: 0 };
      const report = `${JSON.stringify({ ...failure, error: runError(error) })}\n`;
      // Where it cannot be written, the line on stderr is what there is.
      await print(context.stdout, [report]).catch(() => {});
    }
    const { code } = runError(error);
    // Wrong settings are a list, one a line; everything else is one line.
    const told = code === 'CONFIG_INVALID' ? describeError(error) : printable(describeError(error));
    context.stderr.write(`eino-docs-worker: ${told.trimEnd()}\n`);
    return exitCodeOf(code);
  }
}
