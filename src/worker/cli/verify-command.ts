import { EXIT } from '../../shared/error-codes.ts';
import { silentLogger } from '../../shared/logger.ts';
import type { RunReport } from '../sync/run-report.ts';
import { wantedFingerprint } from '../sync/sync-run.ts';
import { type Findings, isIntact, verifyIndex } from '../verify/verify-index.ts';
import type { CommandContext, WorkerCommand } from './command.ts';
import { openDisplay } from './display.ts';
import { pluralize, print, printable, shortSha } from './output.ts';
import { openSources, runSync } from './sync-command.ts';

/** `verify`: compares the index with its source and, with `--repair`, builds a new generation if they differ. */
export const verifyCommand: WorkerCommand = async (context) => {
  const findings = await verify(context);
  let report: VerifyReport = { outcome: isIntact(findings) ? 'intact' : 'damaged', ...findings };
  if (report.outcome === 'damaged' && context.flags.has('--repair')) report = await repair(context, report);
  const shown = context.flags.has('--json') ? `${JSON.stringify(report)}\n` : findingsText(report);
  await print(context.stdout, [shown]);
  return report.outcome === 'damaged' ? EXIT.failed : EXIT.ok;
};

async function verify({ adapters, config, clock, delay, signal }: CommandContext): Promise<Findings> {
  const deps = { clock, delay, logger: silentLogger };
  const sources = await openSources(adapters, config, deps);
  const fingerprint = wantedFingerprint(adapters.openEmbedder(config.embedding, deps));
  const reader = await adapters.openReader(config.index, deps);
  const preparer = adapters.openPreparer();
  try {
    return await verifyIndex({ sources, reader, preparer, fingerprint }, signal);
  } finally {
    await preparer.close();
    await reader.close();
  }
}

async function repair(context: CommandContext, damaged: VerifyReport): Promise<VerifyReport> {
  const display = openDisplay(context.stderr, context.config.logLevel, context.clock);
  const run = await runSync(context, display, { rebuild: true });
  display.show(run);
  const repaired = run.outcome === 'published' && isIntact(await verify(context));
  return { ...damaged, outcome: repaired ? 'repaired' : 'damaged', repair: run };
}

/** What `verify --json` prints. The findings are those before the repair. */
export interface VerifyReport extends Findings {
  readonly outcome: 'intact' | 'damaged' | 'repaired';
  /** The run that repaired, or tried to. */
  readonly repair?: RunReport;
}

/** Paths of each kind that are listed before the list is cut. */
const LISTED = 20;

/** A report for a person. */
export function findingsText(report: VerifyReport): string {
  const { commits, checked, outcome } = report;
  const places = commits.map(
    ({ source, commit }) => `${printable(source)} at ${shortSha(commit.sha)} (${printable(commit.subject)})`,
  );
  const lines = [`${outcome}: ${pluralize(checked, 'document')} compared with ${places.join(', ')}`];
  lines.push(...listed(report));
  if (outcome === 'damaged' && report.repair === undefined)
    lines.push('Run verify --repair to rebuild the index.');
  return `${lines.join('\n')}\n`;
}

function listed({ missing, unexpected, different, withoutVectors, words, skipped }: Findings): string[] {
  const kinds = { missing, unexpected, different, 'without vectors': withoutVectors, words, skipped };
  return Object.entries(kinds).flatMap(([kind, paths]) => [
    ...paths.slice(0, LISTED).map((path) => `  ${kind}: ${printable(path)}`),
    ...(paths.length > LISTED ? [`  ${kind}: … and ${paths.length - LISTED} more`] : []),
  ]);
}
