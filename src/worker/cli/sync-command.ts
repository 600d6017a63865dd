import { EXIT, type ExitCode, exitCodeOf } from '../../shared/error-codes.ts';
import { describeError } from '../../shared/operational-error.ts';
import { type GitHubSettings, SourceSet } from '../source/source-set.ts';
import type { RunReport } from '../sync/run-report.ts';
import { sync } from '../sync/sync.ts';
import type { SyncRequest } from '../sync/sync-run.ts';
import type { AdapterDeps, CommandContext, WorkerAdapters, WorkerCommand } from './command.ts';
import { type Display, openDisplay, ToldProgress } from './display.ts';
import { print } from './output.ts';

/** `sync`: one run. */
export const syncCommand: WorkerCommand = async (context) => {
  const { flags, config, stderr, stdout, clock } = context;
  const display = openDisplay(stderr, config.logLevel, clock);
  for (const warning of config.warnings) display.logger.warn(warning);
  const report = await runSync(context, display, {
    rebuild: flags.has('--rebuild'),
    dryRun: flags.has('--dry-run'),
    allowMassDelete: flags.has('--allow-mass-delete'),
    dropSources: flags.has('--drop-sources'),
    dueBy: flags.has('--if-due') ? config.freshness.schedule : undefined,
  });
  display.show(report);
  if (flags.has('--json')) await print(stdout, [`${JSON.stringify(report)}\n`]);
  return exitCodeAfter(report);
};

function exitCodeAfter({ error, sources }: RunReport): ExitCode {
  if (error !== undefined) return exitCodeOf(error.code);
  return sources.some((source) => source.error !== undefined) ? EXIT.failed : EXIT.ok;
}

/** What a run does unless it is told otherwise. */
const PLAIN_SYNC: SyncRequest = {
  rebuild: false,
  dryRun: false,
  allowMassDelete: false,
  dropSources: false,
};

/**
 * Opens the configured adapters, runs one sync and closes the index again.
 * @param request `repeats`: another run follows by itself, as it does where `dueBy` is given
 */
export async function runSync(
  { adapters, config, clock, delay, nameOwner, signal, tell }: CommandContext,
  { progress: shown, logger }: Display,
  { repeats = false, ...request }: Partial<SyncRequest> & { readonly repeats?: boolean },
): Promise<RunReport> {
  const progress = tell === undefined ? shown : new ToldProgress(shown, tell, clock);
  const deps = { clock, delay, logger };
  const willRepeat = repeats || request.dueBy !== undefined || config.startedBySchedule;
  const github = { ...config.github, repeats: willRepeat };
  const sources = await openSources(adapters, { ...config, github }, deps);
  const embedder = adapters.openEmbedder(config.embedding, deps);
  const summarizer = adapters.openSummarizer(config.summaries, deps);
  const writer = await adapters.openWriter(config, deps);
  const preparer = adapters.openPreparer();
  try {
    return await sync(
      { sources, embedder, summarizer, writer, preparer, clock, progress, logger, owner: nameOwner() },
      { ...PLAIN_SYNC, ...request },
      signal,
    );
  } finally {
    await preparer.close();
    await writer.close().catch((error: unknown) => logger.warn(describeError(error)));
  }
}

/** Opens every source of the list. */
export async function openSources(
  adapters: Pick<WorkerAdapters, 'openSource'>,
  {
    sources,
    github,
  }: { readonly sources: CommandContext['config']['sources']; readonly github: GitHubSettings },
  deps: AdapterDeps,
): Promise<SourceSet> {
  const open = sources.map((source) => adapters.openSource(source, github, deps));
  return new SourceSet(await Promise.all(open));
}
