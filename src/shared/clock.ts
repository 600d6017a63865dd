/** The current time in milliseconds since the epoch. Handed in, so that tests decide what time it is. */
export type Clock = () => number;

/** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it aborts. */
export type Delay = (ms: number, signal?: AbortSignal) => Promise<void>;

/** ISO 8601 in UTC, as all stored times are. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
