import { EXIT, exitCodeOf } from '../../shared/error-codes.ts';
import { describeError } from '../../shared/operational-error.ts';
import type { RunReport } from '../sync/run-report.ts';
import { sync } from '../sync/sync.ts';
import type { SyncRequest } from '../sync/sync-run.ts';
import type { CommandContext, WorkerCommand } from './command.ts';
import { type Display, openDisplay } from './display.ts';
import { print } from './output.ts';

/** `sync`: one run. */
export const syncCommand: WorkerCommand = async (context) => {
  const { flags, config, stderr, stdout, clock } = context;
  const display = openDisplay(stderr, config.logLevel, clock);
  const report = await runSync(context, display, {
    rebuild: flags.has('--rebuild'),
    dryRun: flags.has('--dry-run'),
    allowMassDelete: flags.has('--allow-mass-delete'),
  });
  display.show(report);
  if (flags.has('--json')) await print(stdout, [`${JSON.stringify(report)}\n`]);
  return report.error === undefined ? EXIT.ok : exitCodeOf(report.error.code);
};

/** Opens the configured adapters, runs one sync and closes the index again. */
export async function runSync(
  { adapters, config, clock, delay, owner, signal }: CommandContext,
  { progress, logger }: Display,
  request: SyncRequest,
): Promise<RunReport> {
  const deps = { clock, delay, logger };
  const source = await adapters.openSource(config.source, deps);
  const embedder = adapters.openEmbedder(config.embedding, deps);
  const summarizer = adapters.openSummarizer(config.summaries, deps);
  const writer = await adapters.openWriter(config, deps);
  try {
    return await sync(
      { source, embedder, summarizer, writer, site: config.site, clock, progress, logger, owner },
      request,
      signal,
    );
  } finally {
    await writer.close().catch((error: unknown) => logger.warn(describeError(error)));
  }
}
