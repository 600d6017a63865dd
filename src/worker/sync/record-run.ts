import { describeError } from '../../shared/operational-error.ts';
import { type FinishedRun, type RunReport, runError } from './run-report.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * Keeps the run with the index. A dry run and a skipped run leave no trace. An unchanged run that cannot be recorded has
 * failed, because its check of the heads was all it had to record; any other outcome stands.
 */
export async function recordRun(run: SyncRun, { report, record, checks }: FinishedRun): Promise<RunReport> {
  const { writer, recorder, request, logger } = run;
  if (request.dryRun || report.outcome === 'skipped') return report;
  try {
    await writer.recordRun(record, checks.length === 0 ? undefined : checks);
    return report;
  } catch (error) {
    if (report.outcome === 'unchanged') return recorder.finish('failed', error).report;
    const isReported = report.error?.code === runError(error).code;
    if (!isReported) logger.warn(`this run could not be recorded: ${describeError(error)}`);
    return report;
  }
}
