import type { RunError, RunRecord } from '../../shared/domain/index-status.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/**
 * What anybody may know of a failure: its code and what to do. The message may name paths and addresses of the machine,
 * and /health and the page ask for no token; it is in the logs and in `worker status`.
 */
export type PublicError = Pick<RunError, 'code' | 'advice'>;

/** @param error whatever was thrown; what nobody foresaw is `INTERNAL` and shows nothing of itself */
export function publicError(error: unknown): PublicError {
  if (!(error instanceof OperationalError)) return { code: 'INTERNAL', advice: "The server's log says why." };
  const { code, advice } = error;
  return { code, advice };
}

/** The same of an index that cannot be read, as a sentence. */
export function unreadableIndex({ code, advice }: PublicError): string {
  return `${code}: The index cannot be read. ${advice}`;
}

export type PublicRun = Omit<RunRecord, 'error'> & { readonly error?: PublicError };

/** A run without its error's message. */
export function publicRun({ error, ...run }: RunRecord): PublicRun {
  return error === undefined ? run : { ...run, error: { code: error.code, advice: error.advice } };
}
