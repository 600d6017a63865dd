import { type Env, secretsIn } from '../../shared/config/parse-env.ts';
import { allVariables } from '../../shared/config/variables.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../../shared/error-codes.ts';
import { describeError, OperationalError } from '../../shared/operational-error.ts';
import { packageVersion } from '../../shared/package-version.ts';
import { rememberSecrets } from '../../shared/secrets.ts';
import { readWorkerConfig } from '../config.ts';
import { EMPTY_REPORT, runError } from '../sync/run-report.ts';
import type { CommandContext, WorkerCommand } from './command.ts';
import { print, printable } from './output.ts';
import { parseWorkerArguments, WORKER_HELP, type WorkerCommandName } from './worker-arguments.ts';

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
