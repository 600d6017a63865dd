import type { RunError } from '../../shared/domain/index-status.ts';
import type { RunReport } from '../sync/run-report.ts';
import { count, plural, printable, seconds, shortSha } from './output.ts';

/** Changed documents a person is shown before the list is cut. */
const LISTED = 20;

/** The one line a failed run ends in: what failed, then what to do. */
export function failureLine({ code, message, advice }: RunError): string {
  return `eino-docs-worker: ${printable(`${code}: ${message} ${advice}`)}\n`;
}

/** A run that did not fail, in one sentence. */
export function headline({ outcome, dryRun, to, sequence, lease }: RunReport): string {
  const commit = to === null ? '' : ` ${shortSha(to.sha)} (${printable(to.subject)})`;
  if (outcome === 'skipped')
    return `skipped: ${lease?.heldBy} is at work, with a lease until ${lease?.until}`;
  if (outcome === 'unchanged') return `unchanged: the index has all documents as of${commit}`;
  return dryRun ? `dry run: a sync would publish${commit}` : `published${commit} as sequence ${sequence}`;
}

/** The whole report as a person wants to read it. */
export function reportText(report: RunReport): string {
  const { outcome, changes, chunks, embeddings, summaries, requests } = report;
  const { skipped, plan = [], durationMs } = report;
  const lines = [headline(report)];
  if (outcome === 'published') {
    lines.push(
      `  documents   ${count(changes.added)} added, ${count(changes.modified)} modified, ${count(changes.renamed)} renamed, ${count(changes.removed)} removed`,
      `  chunks      ${count(chunks.total)}: ${count(chunks.added)} added, ${count(chunks.removed)} removed, ${count(chunks.kept)} kept`,
      `  embeddings  ${plural(embeddings.requested, 'text')} of ${plural(embeddings.tokens, 'token')}, ${count(embeddings.reused)} reused`,
    );
  }
  if (summaries.requested + summaries.reused + summaries.failed > 0) {
    lines.push(`  summaries   ${describeSummaries(report)}`);
  }
  for (const { path, change, previousPath } of plan.slice(0, LISTED)) {
    lines.push(
      `    ${change.padEnd(9)} ${printable(previousPath === undefined ? path : `${previousPath} → ${path}`)}`,
    );
  }
  if (plan.length > LISTED) lines.push(`    … and ${plural(plan.length - LISTED, 'more document')}`);
  for (const { path, reason } of skipped) lines.push(`  skipped     ${printable(`${path}: ${reason}`)}`);
  lines.push(
    `  took        ${seconds(durationMs)}, ${plural(requests.github, 'request')} to GitHub, ${count(requests.openai)} to the embedder`,
  );
  return `${lines.join('\n')}\n`;
}

function describeSummaries({ dryRun, summaries: { requested, reused, failed, tokens } }: RunReport): string {
  if (dryRun) return `${count(requested)} to be written, ${count(reused)} reused`;
  return `${count(requested)} asked for, ${plural(tokens, 'token')}, ${count(reused)} reused, ${count(failed)} missing`;
}
