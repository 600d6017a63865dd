import { EXIT } from '../../shared/exit-codes.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/** A run that has not stopped by then is ended: readers see the old sequence, and the lease expires. */
const DEADLINE_MS = 4_500;

/**
 * A signal that aborts when the process is asked to stop. Asked a second time, or when nothing stops within 4.5 s,
 * the process ends at once.
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
    }, DEADLINE_MS).unref();
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return controller.signal;
}
