import type { IndexStatus, WrittenSummaries } from '../../shared/domain/index-status.ts';
import type { RunError } from '../../shared/domain/run.ts';
import { type SourceStatus, sourceId } from '../../shared/domain/source.ts';
import { EXIT } from '../../shared/error-codes.ts';
import { assessFreshness, type Freshness, type FreshnessReason } from '../../shared/freshness.ts';
import { silentLogger } from '../../shared/logger.ts';
import type { WorkerCommand } from './command.ts';
import {
  formatNumber,
  formatSeconds,
  formatTimeAgo,
  pluralize,
  print,
  printable,
  shortSha,
} from './output.ts';

/** `status`: what is indexed of each source, how fresh it is, and how the last run ended. Reads nothing but the index. */
export const statusCommand: WorkerCommand = async (context) => {
  const { adapters, config, clock, delay, flags, stdout, signal } = context;
  const reader = await adapters.openReader(config.index, { clock, delay, logger: silentLogger });
  try {
    const status = await reader.status(signal);
    const now = clock();
    const freshness = assessFreshness(status, now, config.freshness.maxAgeSeconds);
    const { index } = config;
    const place = index.kind === 'sqlite' ? index.path : `${index.alias} at ${index.urls.join(', ')}`;
    await print(stdout, [
      flags.has('--json')
        ? `${JSON.stringify({ ...status, freshness })}\n`
        : statusText(status, freshness, { place, now }),
    ]);
    return EXIT.ok;
  } finally {
    await reader.close();
  }
};

/**
 * The status for a person.
 * @param place where the index is
 * @param now milliseconds since the epoch
 */
export function statusText(
  status: IndexStatus,
  freshness: Freshness,
  { place, now }: { readonly place: string; readonly now: number },
): string {
  const since = (time: string) => formatTimeAgo(now - Date.parse(time));
  const rows: [string, string][] = [
    ['index', place],
    ['freshness', describeFreshness(status, freshness)],
    ...status.sources.flatMap((source) => sourceRows(source, since, status.lastRun?.error)),
  ];
  if (status.syncedAt !== null) {
    rows.push(
      ['published', `sequence ${status.sequence}, ${since(status.syncedAt)} (${status.syncedAt})`],
      ['content', `${pluralize(status.documents, 'document')} in ${pluralize(status.chunks, 'chunk')}`],
      ['search', describeSearch(status)],
    );
    if (status.summaries !== null) rows.push(['summaries', describeWriter(status.summaries)]);
  }
  rows.push(['last run', describeRun(status, since)]);
  const error = status.lastRun?.error;
  if (error !== undefined) rows.push(['', describeError(error)]);
  for (const { path, reason } of status.skipped) rows.push(['skipped', `${path}: ${reason}`]);
  return rows.map(([name, value]) => `${name.padEnd(10)} ${printable(value)}\n`).join('');
}

function describeFreshness(
  { sources }: IndexStatus,
  { state, reason, errorCode, source }: Freshness,
): string {
  if (reason === undefined) return state;
  const subject = source ?? (sources.length > 1 ? 'the sources' : 'the source');
  return `${state}: ${reasonText(reason, subject)}${errorCode === undefined ? '' : ` (${errorCode})`}`;
}

function reasonText(reason: FreshnessReason, subject: string): string {
  return {
    never_synced: 'nothing has been published yet; run sync',
    worker_not_running: 'the worker has not run within the allowed age',
    worker_failing: 'the last run failed',
    source_unreachable: `${subject} could not be read`,
    docs_moved_on: `the newest commits of ${subject} are not indexed yet`,
  }[reason];
}

/** A source, and below it what is indexed of it, when it was checked, its error unless it is the run's, its former paths. */
function sourceRows(
  source: SourceStatus,
  since: (time: string) => string,
  runError: RunError | undefined,
): [string, string][] {
  const { commit, version, checkedAt, behind, error } = source;
  const checked = checkedAt === null ? 'never checked' : `checked ${since(checkedAt)}`;
  const lines = [
    commit === null
      ? 'not indexed yet'
      : `${version === undefined ? '' : `${version}  `}${shortSha(commit.sha)}  ${commit.date.slice(0, 10)}  ${commit.subject}`,
    behind === 0 ? checked : `${checked}, ${pluralize(behind, 'commit')} behind`,
    ...(error === undefined || isSame(error, runError) ? [] : [describeError(error)]),
    ...describeFormerPaths(source),
  ];
  return [['source', sourceId(source)], ...lines.map((line): [string, string] => ['', line])];
}

/** A folder has no history to read. */
function describeFormerPaths({ formerPaths }: SourceStatus): string[] {
  switch (formerPaths.state) {
    case 'unread':
      if (formerPaths.reason === 'no-history') return [];
      return [`former paths: not read ${formerPaths.reason === 'no-token' ? '(needs GITHUB_TOKEN)' : 'yet'}`];
    case 'reading':
      return [`former paths: reading, back to commit ${shortSha(formerPaths.before)} so far`];
    case 'complete':
      return ['former paths: complete'];
  }
}

function isSame(error: RunError, other: RunError | undefined): boolean {
  return other !== undefined && describeError(error) === describeError(other);
}

function describeError({ code, message, advice }: RunError): string {
  return `${code}: ${message} ${advice}`;
}

function describeSearch({ fingerprint }: IndexStatus): string {
  if (fingerprint?.model == null) return 'lexical only';
  return `hybrid: ${fingerprint.model}, ${formatNumber(fingerprint.dimensions ?? 0)} dimensions`;
}

function describeWriter({ model, missing }: WrittenSummaries): string {
  return missing.length === 0 ? `by ${model}` : `by ${model}, ${formatNumber(missing.length)} missing`;
}

function describeRun({ lastRun, consecutiveFailures }: IndexStatus, since: (time: string) => string): string {
  if (lastRun === null) return 'none';
  const took = formatSeconds(Date.parse(lastRun.finishedAt) - Date.parse(lastRun.startedAt));
  const failures = consecutiveFailures > 1 ? ` (${consecutiveFailures} failures in a row)` : '';
  return `${lastRun.outcome} ${since(lastRun.finishedAt)}, took ${took}${failures}`;
}
