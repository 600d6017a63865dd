import { EXIT } from '../../shared/exit-codes.ts';
import { silentLogger } from '../../shared/logging/logger.ts';
import { resolveSourceConfig } from '../source/source-config.ts';
import { wantedFingerprint } from '../sync/fingerprint.ts';
import { type Findings, isIntact, verifyIndex } from '../verify/verify-index.ts';
import type { Command, CommandContext } from './command.ts';
import { findingsText } from './findings-text.ts';
import { openDisplay } from './open-display.ts';
import { print } from './print.ts';
import { runSync } from './run-sync.ts';
import type { VerifyReport } from './verify-report.ts';

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
  const site = { siteUrl: resolveSourceConfig(config).siteUrl };
  const source = await adapters.openSource(config, deps);
  const fingerprint = wantedFingerprint(adapters.openEmbedder(config, deps), site);
  const reader = await adapters.openReader(config, deps);
  try {
    return await verifyIndex({ source, reader, site, fingerprint }, signal);
  } finally {
    await reader.close();
  }
}

async function repair(context: CommandContext, damaged: VerifyReport): Promise<VerifyReport> {
  const display = openDisplay(context.stderr, context.config.LOG_LEVEL, context.clock);
  const run = await runSync(context, display, { rebuild: true, dryRun: false, allowMassDelete: false });
  display.show(run);
  const repaired = run.outcome === 'published' && isIntact(await verify(context));
  return { ...damaged, outcome: repaired ? 'repaired' : 'damaged', repair: run };
}
