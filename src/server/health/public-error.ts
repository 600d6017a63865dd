import type { RunError, RunRecord } from '../../shared/domain/run.ts';
import { OperationalError } from '../../shared/operational-error.ts';

/**
 * The part of an error that is shown to anybody: /health and the first page need no token. The message may name paths
 * and addresses of the machine, so it is only in the logs and in `worker status`.
 */
export type PublicError = Pick<RunError, 'code' | 'advice'>;

/** @param error any error; one that is not an OperationalError becomes `INTERNAL`, without its message */
export function publicError(error: unknown): PublicError {
  if (!(error instanceof OperationalError)) return { code: 'INTERNAL', advice: "See the server's log." };
  const { code, advice } = error;
  return { code, advice };
}

/** The error of an unreadable index, as text for a client. */
export function unreadableIndex({ code, advice }: PublicError): string {
  return `${code}: The index cannot be read. ${advice}`;
}

export type PublicRun = Omit<RunRecord, 'error'> & { readonly error?: PublicError };

/** Removes the message from the error of a run. */
export function publicRun({ error, ...run }: RunRecord): PublicRun {
  return error === undefined ? run : { ...run, error: { code: error.code, advice: error.advice } };
}
