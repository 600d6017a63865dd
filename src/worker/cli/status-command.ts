import { EXIT } from '../../shared/exit-codes.ts';
import { allowedAgeSeconds } from '../../shared/freshness/allowed-age.ts';
import { assessFreshness } from '../../shared/freshness/freshness.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import type { Command } from './command.ts';
import { print } from './print.ts';
import { statusText } from './status-text.ts';

/** `status`: what is indexed, how fresh it is, how the last run ended. Asks the index alone. */
export const statusCommand: Command = async ({ adapters, config, clock, delay, flags, stdout, signal }) => {
  const reader = await adapters.openReader(config, { clock, delay, logger: silentLogger });
  try {
    const status = await reader.status(signal);
    const now = clock();
    const maxAge = config.FRESHNESS_MAX_AGE ?? allowedAgeSeconds(config.SYNC_SCHEDULE, now);
    const freshness = assessFreshness(status, now, maxAge);
    const place =
      config.QDRANT_URL === undefined
        ? config.INDEX_PATH
        : `${config.QDRANT_COLLECTION} at ${config.QDRANT_URL}`;
    await print(stdout, [
      flags.has('--json')
        ? `${JSON.stringify({ ...status, freshness })}\n`
        : statusText(status, freshness, { place, now }),
    ]);
    return EXIT.ok;
  } finally {
    await reader.close();
  }
};
