import { EXIT } from '../../shared/exit-codes.ts';
import { OperationalError } from '../../shared/operational-error.ts';

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
      'The published index is untouched; the next run starts over.',
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
