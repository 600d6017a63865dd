import { EXIT } from '../../shared/exit-codes.ts';
import { silentLogger } from '../../shared/logger.ts';
import type { RunReport } from '../sync/run-report.ts';
import { type Findings, isIntact, verifyIndex } from '../verify/verify-index.ts';
import { wantedFingerprint } from '../wanted-fingerprint.ts';
import type { Command, CommandContext } from './command.ts';
import { openDisplay } from './display.ts';
import { plural, print, printable, shortSha } from './output.ts';
import { runSync } from './sync-command.ts';

/** `verify`: compares the index with its source, and with `--repair` builds a new generation where they differ. */
export const verifyCommand: Command = async (context) => {
  const findings = await verify(context);
  let report: VerifyReport = { outcome: isIntact(findings) ? 'intact' : 'damaged', ...findings };
  if (report.outcome === 'damaged' && context.flags.has('--repair')) report = await repair(context, report);
  const shown = context.flags.has('--json') ? `${JSON.stringify(report)}\n` : findingsText(report);
  await print(context.stdout, [shown]);
  return report.outcome === 'damaged' ? EXIT.failed : EXIT.ok;
};

async function verify({ adapters, config, clock, delay, signal }: CommandContext): Promise<Findings> {
  const deps = { clock, delay, logger: silentLogger };
  const { site } = config;
  const source = await adapters.openSource(config.source, deps);
  const fingerprint = wantedFingerprint(adapters.openEmbedder(config.embedding, deps), site);
  const reader = await adapters.openReader(config.index, deps);
  try {
    return await verifyIndex({ source, reader, site, fingerprint }, signal);
  } finally {
    await reader.close();
  }
}

async function repair(context: CommandContext, damaged: VerifyReport): Promise<VerifyReport> {
  const display = openDisplay(context.stderr, context.config.logLevel, context.clock);
  const run = await runSync(context, display, { rebuild: true, dryRun: false, allowMassDelete: false });
  display.show(run);
  const repaired = run.outcome === 'published' && isIntact(await verify(context));
  return { ...damaged, outcome: repaired ? 'repaired' : 'damaged', repair: run };
}

/** What `verify --json` prints: what was found before anything was repaired. */
export interface VerifyReport extends Findings {
  readonly outcome: 'intact' | 'damaged' | 'repaired';
  /** The run that repaired, or tried to. */
  readonly repair?: RunReport;
}

/** Paths a person is shown of each kind before the list is cut. */
const LISTED = 20;

/** What `verify` found, as a person wants to read it. */
export function findingsText(report: VerifyReport): string {
  const { commit, checked, outcome } = report;
  const lines = [
    `${outcome}: ${plural(checked, 'document')} compared with ${shortSha(commit.sha)} (${printable(commit.subject)})`,
  ];
  lines.push(...listed(report));
  if (outcome === 'damaged' && report.repair === undefined)
    lines.push('Run verify --repair to rebuild the index.');
  return `${lines.join('\n')}\n`;
}

function listed({ missing, unexpected, different, withoutVectors, skipped }: Findings): string[] {
  const kinds = { missing, unexpected, different, 'without vectors': withoutVectors, skipped };
  return Object.entries(kinds).flatMap(([kind, paths]) => [
    ...paths.slice(0, LISTED).map((path) => `  ${kind}: ${printable(path)}`),
    ...(paths.length > LISTED ? [`  ${kind}: … and ${plural(paths.length - LISTED, 'more document')}`] : []),
  ]);
}
