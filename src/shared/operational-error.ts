import type { ErrorCode } from './error-codes.ts';

/**
 * A failure of the world, not of the program: something a person can put right.
 * It is classified once, at the adapter that met it, and carries what to do about it.
 */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';
  /** Stable, upper case, prefixed by what failed: `GITHUB_RATE_LIMITED`. */
  readonly code: ErrorCode;
  /** One line for a person: what to do now. Never contains a secret. */
  readonly advice: string;

  constructor(code: ErrorCode, message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.advice = advice;
  }
}

/** Whether an error is an operational one with this code. */
export function hasCode(error: unknown, code: ErrorCode): error is OperationalError {
  return error instanceof OperationalError && error.code === code;
}

/** The one line a person gets to see, or the lines where there is a list: what failed, then what to do. */
export function describeError(error: unknown): string {
  if (error instanceof OperationalError) {
    const { code, message, advice } = error;
    return `${code}: ${message}${message.includes('\n') ? '\n' : ' '}${advice}`;
  }
  return `INTERNAL: ${error instanceof Error ? error.message : String(error)}`;
}
