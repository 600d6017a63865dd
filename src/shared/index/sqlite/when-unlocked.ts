import { setTimeout as delay } from 'node:timers/promises';
import { OperationalError } from '../../errors/operational-error.ts';

const TRIES = 10;
const PAUSE_MS = 25;

/**
 * Works on a file, again for a quarter of a second while another process locks it. SQLite's own waiting would stop
 * everything else in this process, too.
 */
export async function whenUnlocked<T>(work: () => T): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return work();
    } catch (error) {
      const locked = error instanceof OperationalError && error.code === 'INDEX_LOCKED';
      if (!locked || tries === TRIES) throw error;
    }
    await delay(PAUSE_MS);
  }
}
