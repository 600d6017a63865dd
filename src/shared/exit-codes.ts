/** What either program ends with: as it should, otherwise, or without having begun, for its arguments or settings are wrong. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Error codes that mean the command line or the settings are wrong, rather than the world: no later run would do better.
 * An index of another source is one of them, because the settings name both.
 */
const USAGE_CODES: readonly string[] = ['USAGE', 'CONFIG_INVALID', 'INDEX_OTHER_SOURCE'];

/** What the process ends with after a failure with this code. */
export function exitCodeOf(errorCode: string): ExitCode {
  return USAGE_CODES.includes(errorCode) ? EXIT.usage : EXIT.failed;
}
