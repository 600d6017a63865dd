/** Returns the current time in milliseconds since the epoch. Injected, so that tests control the time. */
export type Clock = () => number;

/** Resolves after `ms` milliseconds, or rejects with the signal's reason when it aborts. */
export type Delay = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Formats a time as ISO 8601 in UTC, the format of all stored times. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
