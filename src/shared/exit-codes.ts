import { partyOf } from './error-codes.ts';

/** Exit codes of both programs: 0 success, 1 runtime failure, 2 usage or configuration error. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code after a failure with this error code. */
export function exitCodeOf(errorCode: string): ExitCode {
  return partyOf(errorCode) === 'settings' ? EXIT.usage : EXIT.failed;
}
