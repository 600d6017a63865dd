import { type IndexConfig, placeOf } from '../shared/config/settings.ts';
import { sourceId } from '../shared/domain/source.ts';
import type { Services } from './services.ts';

/** What the log says once a server can be asked. */
export interface StartFacts {
  readonly index: IndexConfig;
  /** Whether clients must send a token. */
  readonly tokenRequired: boolean;
  /** `http://host:port`, or `stdio`. */
  readonly address: string;
}

/**
 * Logs what the server serves: one line, after it has looked at the index, so that an index that cannot be read is in the
 * log before anybody asks. Never rejects.
 */
export async function logStart(
  { status, searchMode, logger, version }: Pick<Services, 'status' | 'searchMode' | 'logger' | 'version'>,
  { index, tokenRequired, address }: StartFacts,
): Promise<void> {
  // The error is logged where the status is read.
  const read = await status.read().catch(() => null);
  const { mode, reason } = read === null ? { mode: 'unknown', reason: undefined } : searchMode(read);
  logger.info(
    {
      address,
      version,
      index: placeOf(index),
      sources: read === null ? 'unknown' : read.sources.map(sourceId),
      mode,
      ...(reason === undefined ? {} : { reason }),
      auth: tokenRequired ? 'on' : 'off',
    },
    address === 'stdio' ? 'serving MCP on stdio' : `serving MCP at ${address}/mcp`,
  );
}
