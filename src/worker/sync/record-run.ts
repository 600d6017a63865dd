import { describeError } from '../../shared/errors/operational-error.ts';
import { type RunReport, runError } from './run-report.ts';
import type { SyncRun } from './sync-run.ts';

/**
 * Keeps the run with the index and returns its report. A dry run and a run that found the lease taken leave nothing.
 * An unchanged run that cannot be kept has failed, for its check is all it had to bring; any other outcome stands.
 */
export async function recordRun(run: SyncRun, report: RunReport): Promise<RunReport> {
  const { writer, ledger, request, logger } = run;
  if (request.dryRun || report.outcome === 'skipped') return report;
  try {
    await writer.recordRun(ledger.record(report), ledger.check ?? undefined);
    return report;
  } catch (error) {
    if (report.outcome === 'unchanged') return ledger.report('failed', error);
    const known = report.error?.code === runError(error).code;
    if (!known) logger.warn(`this run could not be recorded: ${describeError(error)}`);
    return report;
  }
}
