import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import type { Env } from '../shared/config/parse-env.ts';
import { EXIT, type ExitCode } from '../shared/error-codes.ts';
import type { LogStream } from '../shared/logger.ts';
import { type SyncProgress, syncProgress } from '../shared/sync-progress.ts';
import type { EndedRun } from './background-sync.ts';

/** The worker's program: `main.ts` in a checkout, `main.js` in the package. */
const WORKER_MAIN = join(
  import.meta.dirname,
  '../worker',
  import.meta.filename.endsWith('.ts') ? 'main.ts' : 'main.js',
);

/** A worker publishes or stops within five seconds of SIGTERM. */
const KILL_AFTER_MS = 8_000;

/** Of the report of `sync --json`, what says whether the run was left to another. */
const leaseReport = z.object({ lease: z.object({}).optional() });

/**
 * Runs `eino-docs-worker sync --if-due` in a process of its own. Never rejects.
 * @param log takes what the worker writes to stderr; null: the worker shares stderr with this process, and draws its
 * progress where that is a terminal
 * @param signal stops the worker, which then publishes nothing
 */
export async function runWorkerProcess(
  { env, log }: { readonly env: Env; readonly log: LogStream | null },
  onProgress: (progress: SyncProgress) => void,
  signal: AbortSignal,
): Promise<EndedRun> {
  const worker = execa(process.execPath, [WORKER_MAIN, 'sync', '--if-due', '--json'], {
    env,
    extendEnv: false,
    ipc: true,
    buffer: { ipc: false, stderr: false },
    stdin: 'ignore',
    stderr: log === null ? 'inherit' : 'pipe',
    reject: false,
    // With it, a signal would end this process before the server has answered the requests in flight.
    cleanup: false,
    cancelSignal: signal,
    forceKillAfterDelay: KILL_AFTER_MS,
  });
  void follow(worker.getEachMessage(), onProgress);
  worker.stderr?.setEncoding('utf8').on('data', (text: string) => log?.write(text));
  const { exitCode, stdout } = await worker;
  return { exitCode: (exitCode ?? EXIT.failed) as ExitCode, leftToAnother: wasLeftToAnother(stdout) };
}

/** Ends with the channel to the worker. */
async function follow(
  messages: AsyncIterable<unknown>,
  onProgress: (progress: SyncProgress) => void,
): Promise<void> {
  try {
    for await (const message of messages) {
      const progress = syncProgress.safeParse(message);
      if (progress.success) onProgress(progress.data);
    }
  } catch {
    // The worker has failed or was stopped. Its exit code says so.
  }
}

function wasLeftToAnother(report: string): boolean {
  try {
    return leaseReport.parse(JSON.parse(report)).lease !== undefined;
  } catch {
    return false;
  }
}
