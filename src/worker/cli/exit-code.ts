import { EXIT, type ExitCode } from '../../shared/exit-codes.ts';

/**
 * Error codes that mean the command line or the settings are wrong, rather than the world: no later run would do better.
 * An index of another source is one of them, because the settings name both.
 */
const USAGE_CODES: readonly string[] = ['USAGE', 'CONFIG_INVALID', 'INDEX_OTHER_SOURCE'];

/** What the process ends with after a failure with this code. */
export function exitCodeOf(errorCode: string): ExitCode {
  return USAGE_CODES.includes(errorCode) ? EXIT.usage : EXIT.failed;
}
