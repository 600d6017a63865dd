import type { IndexStatus, WrittenSummaries } from '../../shared/domain/index-status.ts';
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

/** `status`: what is indexed, how fresh it is, and how the last run ended. Reads nothing but the index. */
export const statusCommand: WorkerCommand = async (context) => {
  const { adapters, config, clock, delay, flags, stdout, signal } = context;
  const reader = await adapters.openReader(config.index, { clock, delay, logger: silentLogger });
  try {
    const status = await reader.status(signal);
    const now = clock();
    const freshness = assessFreshness(status, now, config.freshness.maxAgeSeconds);
    const { index } = config;
    const place = index.kind === 'sqlite' ? index.path : `${index.alias} at ${index.url}`;
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

const REASON_TEXTS: Record<FreshnessReason, string> = {
  never_synced: 'nothing has been published yet; run sync',
  worker_not_running: 'the worker has not run within the allowed age',
  worker_failing: 'the last run failed',
  source_unreachable: 'the source could not be read',
  docs_moved_on: 'the docs have newer commits that are not indexed yet',
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
    ['freshness', describeFreshness(status, freshness, since)],
  ];
  if (status.source !== null) rows.push(['source', status.source]);
  if (status.commit !== null) {
    const { sha, date, subject } = status.commit;
    rows.push(['commit', `${shortSha(sha)}  ${date.slice(0, 10)}  ${subject}`]);
  }
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
  if (error !== undefined) rows.push(['', `${error.code}: ${error.message} ${error.advice}`]);
  for (const { path, reason } of status.skipped) rows.push(['skipped', `${path}: ${reason}`]);
  return rows.map(([name, value]) => `${name.padEnd(10)} ${printable(value)}\n`).join('');
}

function describeFreshness(
  { checkedAt, docsBehind }: IndexStatus,
  { state, reason, errorCode }: Freshness,
  since: (time: string) => string,
): string {
  const cause =
    reason === undefined
      ? ''
      : `: ${REASON_TEXTS[reason]}${errorCode === undefined ? '' : ` (${errorCode})`}`;
  const checked = checkedAt === null ? '' : `, checked ${since(checkedAt)}`;
  const behind = docsBehind === 0 ? '' : `, ${pluralize(docsBehind, 'commit')} behind`;
  return `${state}${cause}${checked}${behind}`;
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
