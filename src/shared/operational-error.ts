import type { ErrorCode } from './error-codes.ts';
import { withoutSecrets } from './secrets.ts';

/**
 * An expected failure that a person can fix, as opposed to a defect of the program. It is classified once, at the adapter
 * where it occurs, and has advice on what to do. Message and advice never contain a secret.
 */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';
  /** Stable, upper case, prefixed by what failed: `GITHUB_RATE_LIMITED`. */
  readonly code: ErrorCode;
  /** One line for a person that says what to do. */
  readonly advice: string;

  constructor(code: ErrorCode, message: string, advice: string, options?: ErrorOptions) {
    super(withoutSecrets(message), options);
    this.code = code;
    this.advice = withoutSecrets(advice);
  }
}

/** Whether an error is an operational one with this code. */
export function hasCode(error: unknown, code: ErrorCode): error is OperationalError {
  return error instanceof OperationalError && error.code === code;
}

/** Describes an error to a person: what failed, then what to do. One line, or several if the message is a list. */
export function describeError(error: unknown): string {
  if (error instanceof OperationalError) {
    const { code, message, advice } = error;
    return `${code}: ${message}${message.includes('\n') ? '\n' : ' '}${advice}`;
  }
  return `INTERNAL: ${unexpectedMessage(error)}`;
}

/** The message of an error that is a defect of the program, without secrets. */
export function unexpectedMessage(error: unknown): string {
  return withoutSecrets(error instanceof Error ? error.message : String(error));
}
