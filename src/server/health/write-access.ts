import type { Delay } from '../../shared/clock.ts';
import type { Logger } from '../../shared/logger.ts';
import { describeError } from '../../shared/operational-error.ts';

/** While the index cannot be asked, it is asked again this often, in milliseconds. */
const ASK_AGAIN_MS = 30_000;

const WARNING =
  'The key in QDRANT_API_KEY can write to Qdrant. A server needs none that can: give it the read-only key.';

/** Whether the server holds a key that could change the index, as far as that is known. */
export class WriteAccess {
  #excessive = false;

  /** Asks until it is known or the server stops, and says so in the log if there is too much of it. Never rejects. */
  async findOut(
    couldWrite: (signal: AbortSignal) => Promise<boolean>,
    { logger, delay, stop }: { readonly logger: Logger; readonly delay: Delay; readonly stop: AbortSignal },
  ): Promise<void> {
    while (!stop.aborted) {
      try {
        this.#excessive = await couldWrite(stop);
        if (this.#excessive) logger.warn(WARNING);
        return;
      } catch (error) {
        logger.debug(`whether the key can write is not known yet: ${describeError(error)}`);
        await delay(ASK_AGAIN_MS, stop).catch(() => {});
      }
    }
  }

  /** What /health says about it. */
  warnings(): readonly string[] {
    return this.#excessive ? [WARNING] : [];
  }
}
