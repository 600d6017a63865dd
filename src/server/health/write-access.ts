import type { Delay } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError } from '../../shared/operational-error.ts';
import { retry } from '../../shared/retry.ts';

const RETRY_MS = 30_000;

const WARNING =
  'The key in QDRANT_API_KEY can write to Qdrant. The server only reads: give it the read-only key.';

/** Whether the server has a key that could change the index, as far as that is known. */
export class WriteAccess {
  #canWrite = false;

  /** Retries until the answer is known or the server stops, and logs a warning if the key can write. Never rejects. */
  async findOut(
    hasWriteAccess: (signal: AbortSignal) => Promise<boolean>,
    { logger, delay, stop }: { readonly logger: Logger; readonly delay: Delay; readonly stop: AbortSignal },
  ): Promise<void> {
    try {
      this.#canWrite = await retry(() => hasWriteAccess(stop), {
        attempts: Number.POSITIVE_INFINITY,
        firstWaitMs: RETRY_MS,
        longestWaitMs: RETRY_MS,
        judge: () => ({}),
        delay,
        signal: stop,
        onRetry: ({ error }) =>
          logger.debug(`could not check whether the Qdrant key can write: ${describeError(error)}`),
      });
    } catch {
      // The server has been stopped before the answer was known.
      return;
    }
    if (this.#canWrite) logger.warn(WARNING);
  }

  /** Warnings for /health. */
  warnings(): readonly string[] {
    return this.#canWrite ? [WARNING] : [];
  }
}
