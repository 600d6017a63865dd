/** What either program ends with: as it should, otherwise, or without having begun, for its arguments or settings are wrong. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
