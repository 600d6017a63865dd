import { placeOf } from '../../shared/config/settings.ts';
import type { IndexStatus, WrittenSummaries } from '../../shared/domain/index-status.ts';
import type { RunError } from '../../shared/domain/run.ts';
import { type SourceIdentity, type SourceStatus, sourceId } from '../../shared/domain/source.ts';
import { isWordTable } from '../../shared/embedding/word-vectors.ts';
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
    await print(stdout, [
      flags.has('--json')
        ? `${JSON.stringify({ ...status, freshness, ...otherSources(status, config.sources) })}\n`
        : statusText(status, freshness, { place: placeOf(config.index), now, listed: config.sources }),
    ]);
    return EXIT.ok;
  } finally {
    await reader.close();
  }
};

interface StatusContext {
  readonly place: string;
  readonly now: number;
  readonly listed: readonly SourceIdentity[];
}

/** Ids of sources by which the list of sources and the index differ. */
interface OtherSources {
  readonly onlyListed?: readonly string[];
  readonly onlyIndexed?: readonly string[];
}

/** @returns nothing if they are the same, or nothing is indexed yet */
function otherSources({ sources, sequence }: IndexStatus, listed: readonly SourceIdentity[]): OtherSources {
  const [wanted, indexed] = [listed.map(sourceId), sources.map(sourceId)];
  const onlyListed = wanted.filter((id) => !indexed.includes(id));
  const onlyIndexed = indexed.filter((id) => !wanted.includes(id));
  const differ = sequence > 0 && onlyListed.length + onlyIndexed.length > 0;
  return differ ? { onlyListed, onlyIndexed } : {};
}

function otherSourcesRow({ onlyListed = [], onlyIndexed = [] }: OtherSources): [string, string][] {
  const facts = [
    ...(onlyIndexed.length === 0 ? [] : [`only the index has ${onlyIndexed.join(', ')}`]),
    ...(onlyListed.length === 0 ? [] : [`only the settings have ${onlyListed.join(', ')}`]),
  ];
  if (facts.length === 0) return [];
  const advice = 'Set SOURCES, or DOCS_SOURCE and DOCS_REF, as for the worker that fills this index.';
  return [['note', `the settings list other sources: ${facts.join('; ')}. ${advice}`]];
}

/**
 * The status for a person.
 * @param place where the index is
 * @param listed the sources of the settings
 * @param now milliseconds since the epoch
 */
export function statusText(
  status: IndexStatus,
  freshness: Freshness,
  { place, now, listed }: StatusContext,
): string {
  const since = (time: string) => formatTimeAgo(now - Date.parse(time));
  const rows: [string, string][] = [
    ['index', place],
    ['freshness', describeFreshness(status, freshness)],
    ...otherSourcesRow(otherSources(status, listed)),
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
  if (isWordTable(fingerprint.model)) return 'hybrid: built-in word vectors';
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
