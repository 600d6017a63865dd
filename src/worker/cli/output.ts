import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RunError } from '../../shared/domain/run.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import type { RunReport } from '../sync/run-report.ts';

/**
 * Writes results to stdout as fast as its reader takes them. A reader that closes the pipe (`| head`) is not a failure.
 * @throws OperationalError `OUTPUT_FAILED`, and whatever `results` throws
 */
export async function print(
  stdout: NodeJS.WritableStream,
  results: Iterable<string> | AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await pipeline(Readable.from(results), stdout, {
      end: false,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (!isWriteError(error)) throw error;
    if (error.code === 'EPIPE') return;
    throw new OperationalError(
      'OUTPUT_FAILED',
      `the results cannot be written to stdout (${error.message}).`,
      'Free disk space where stdout leads, or redirect it elsewhere.',
      { cause: error },
    );
  }
}

function isWriteError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && error.syscall === 'write';
}

/**
 * Makes untrusted text safe to show on one line of a terminal: a commit message or a file name must not be able to
 * control the terminal of the person who reads it.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

/** A whole number with thousands separators: `1,412`. */
export function formatNumber(n: number): string {
  return n.toLocaleString('en-US');
}

/** A number and what it counts: `1 document`, `1,412 chunks`. */
export function pluralize(n: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(n)} ${n === 1 ? noun : plural}`;
}

/** A duration in seconds: `1.23 s`, `83 s`. @param ms milliseconds */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;
}

/** How long ago something was: `12 minutes ago`. @param ms milliseconds */
export function formatTimeAgo(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${pluralize(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${pluralize(hours, 'hour')} ago` : `${pluralize(Math.floor(hours / 24), 'day')} ago`;
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

/** A failed run in one line: what failed, then what to do. */
export function failureLine({ code, message, advice }: RunError): string {
  return `eino-docs-worker: ${printable(`${code}: ${message} ${advice}`)}\n`;
}

/** The sources that a run could not sync while it synced the others, a line each. */
export function failedSourceLines(sources: RunReport['sources']): string[] {
  return sources.flatMap(({ source, error }) =>
    error === undefined
      ? []
      : [failureLine({ ...error, message: `${source} was not synced: ${error.message}` })],
  );
}

/** A run that did not fail, in one line. */
export function headline({ outcome, dryRun, sources, sequence, lease }: RunReport): string {
  const commit = describeCommits(sources);
  if (outcome === 'skipped' && lease === undefined) {
    return 'skipped: every source was checked since the last time of SYNC_SCHEDULE';
  }
  if (outcome === 'skipped') {
    return `skipped: another run (${lease?.heldBy}) holds the lease until ${lease?.until}`;
  }
  if (outcome === 'unchanged') return `unchanged: the index is up to date with${commit}`;
  return dryRun ? `dry run: a sync would publish${commit}` : `published${commit} as sequence ${sequence}`;
}

/**
 * The commit of the only source, or how many sources moved, or how many are at their heads if none moved:
 * ` 925e265 (Fix a link)`, ` 2 of 3 sources`, ` 3 sources`.
 */
function describeCommits(sources: RunReport['sources']): string {
  const [first] = sources;
  if (first === undefined) return '';
  if (sources.length === 1)
    return first.to === null ? '' : ` ${shortSha(first.to.sha)} (${printable(first.to.subject)})`;
  const synced = sources.filter(({ error }) => error === undefined);
  const moved = synced.filter(({ from, to }) => to?.sha !== from?.sha);
  const named = moved.length === 0 ? synced : moved;
  const all = pluralize(sources.length, 'source');
  return named.length === sources.length ? ` ${all}` : ` ${named.length} of ${all}`;
}

/** What a run found out about each of several sources; nothing about a single one, which the headline names. */
function sourceLines(sources: RunReport['sources']): string[] {
  return sources.flatMap(({ source, from, to, error }) => {
    const name = printable(source);
    if (error !== undefined)
      return [`  failed      ${name}: ${printable(`${error.code}: ${error.message} ${error.advice}`)}`];
    if (sources.length === 1 || to === null) return [];
    const sha = shortSha(to.sha);
    if (from?.sha === to.sha) return [`  source      ${name}: not moved from ${sha}`];
    const start = from === null ? 'new' : `moved from ${shortSha(from.sha)}`;
    return [`  source      ${name}: ${start}, now ${sha} (${excerpt(printable(to.subject))})`];
  });
}

/** In characters: with the name of a source on GitHub, a line then fits a terminal of usual width. */
const LONGEST_SUBJECT = 50;

function excerpt(subject: string): string {
  return subject.length <= LONGEST_SUBJECT ? subject : `${subject.slice(0, LONGEST_SUBJECT - 1).trimEnd()}…`;
}

/** Changed documents that are listed before the list is cut. */
const LISTED = 20;

/** A report for a person. */
export function reportText(report: RunReport): string {
  const { outcome, changes, chunks, embeddings, summaries, requests } = report;
  const { skipped, plan = [], durationMs } = report;
  const n = formatNumber;
  const lines = [headline(report), ...sourceLines(report.sources)];
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
