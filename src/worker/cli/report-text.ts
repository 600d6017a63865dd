import type { RunError } from '../../shared/domain/index-status.ts';
import type { RunReport } from '../sync/run-report.ts';
import { formatNumber, formatSeconds, pluralize, printable, shortSha } from './output.ts';

/** A failed run in one line: what failed, then what to do. */
export function failureLine({ code, message, advice }: RunError): string {
  return `eino-docs-worker: ${printable(`${code}: ${message} ${advice}`)}\n`;
}

/** A run that did not fail, in one line. */
export function headline({ outcome, dryRun, to, sequence, lease }: RunReport): string {
  const commit = to === null ? '' : ` ${shortSha(to.sha)} (${printable(to.subject)})`;
  if (outcome === 'skipped') {
    return `skipped: another run (${lease?.heldBy}) holds the lease until ${lease?.until}`;
  }
  if (outcome === 'unchanged') return `unchanged: the index is up to date with${commit}`;
  return dryRun ? `dry run: a sync would publish${commit}` : `published${commit} as sequence ${sequence}`;
}

/** Changed documents that are listed before the list is cut. */
const LISTED = 20;

/** A report for a person. */
export function reportText(report: RunReport): string {
  const { outcome, changes, chunks, embeddings, summaries, requests } = report;
  const { skipped, plan = [], durationMs } = report;
  const n = formatNumber;
  const lines = [headline(report)];
  if (outcome === 'published') {
    lines.push(
      `  documents   ${n(changes.added)} added, ${n(changes.modified)} modified, ${n(changes.renamed)} renamed, ${n(changes.removed)} removed`,
      `  chunks      ${n(chunks.total)}: ${n(chunks.added)} added, ${n(chunks.removed)} removed, ${n(chunks.kept)} kept`,
      `  embeddings  ${pluralize(embeddings.requested, 'text')} of ${pluralize(embeddings.tokens, 'token')}, ${n(embeddings.reused)} reused`,
    );
  }
  if (summaries.requested + summaries.reused + summaries.failed > 0) {
    lines.push(`  summaries   ${summaryCounts(report)}`);
  }
  for (const { path, change, previousPath } of plan.slice(0, LISTED)) {
    lines.push(
      `    ${change.padEnd(9)} ${printable(previousPath === undefined ? path : `${previousPath} → ${path}`)}`,
    );
  }
  if (plan.length > LISTED) lines.push(`    … and ${pluralize(plan.length - LISTED, 'more document')}`);
  for (const { path, reason } of skipped) lines.push(`  skipped     ${printable(`${path}: ${reason}`)}`);
  lines.push(
    `  took        ${formatSeconds(durationMs)}, ${pluralize(requests.github, 'request')} to GitHub, ${n(requests.openai)} to the model endpoint`,
  );
  return `${lines.join('\n')}\n`;
}

function summaryCounts({ dryRun, summaries: { requested, reused, failed, tokens } }: RunReport): string {
  if (dryRun) return `${formatNumber(requested)} to be written, ${formatNumber(reused)} reused`;
  return `${formatNumber(requested)} requested, ${pluralize(tokens, 'token')}, ${formatNumber(reused)} reused, ${formatNumber(failed)} missing`;
}
