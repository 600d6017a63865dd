import { describeError } from '../../shared/errors/operational-error.ts';
import { resolveSourceConfig } from '../source/source-config.ts';
import type { RunReport } from '../sync/run-report.ts';
import { sync } from '../sync/sync.ts';
import type { SyncRequest } from '../sync/sync-run.ts';
import type { CommandContext } from './command.ts';
import type { Display } from './display.ts';

/** Opens what the configuration names, runs one sync and closes it again. */
export async function runSync(
  { adapters, config, clock, delay, owner, signal }: CommandContext,
  { progress, logger }: Display,
  request: SyncRequest,
): Promise<RunReport> {
  const deps = { clock, delay, logger };
  const source = await adapters.openSource(config, deps);
  const embedder = adapters.openEmbedder(config, deps);
  const summarizer = adapters.openSummarizer(config, deps);
  const writer = await adapters.openWriter(config, deps);
  try {
    const { siteUrl } = resolveSourceConfig(config);
    return await sync(
      { source, embedder, summarizer, writer, site: { siteUrl }, clock, progress, logger, owner },
      request,
      signal,
    );
  } finally {
    await writer.close().catch((error: unknown) => logger.warn(describeError(error)));
  }
}
