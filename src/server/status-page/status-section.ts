import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';
import type { Freshness, FreshnessReason } from '../../shared/freshness.ts';
import { FILL_INDEX_ADVICE } from '../answer/freshness-block.ts';
import type { DataFreshness, SourceFreshness } from '../answer/source-freshness.ts';
import { repositoryOf } from '../documents/source-names.ts';
import type { PublicError } from '../health/public-error.ts';
import { commitSha, type Html, html, relativeTime } from './html.ts';
import type { StatusPageView } from './status-page-view.ts';

/** The freshness of the index, then its sources and figures, or how to fill it. */
export function statusSection(view: StatusPageView): Html {
  if (view.index === null) {
    return html`<section class="card state unreadable" aria-label="Status"><strong>Index cannot be read</strong>
${view.problem === undefined ? null : html`<p>${failure(view.problem)}</p>`}</section>`;
  }
  const { status, freshness } = view.index;
  return html`<section class="card state ${freshness.state}" aria-label="Status"><strong>${headline(freshness)}</strong>
${freshness.reason === undefined ? null : html`<p>${reasonText(freshness.reason, subject(freshness))}</p>`}
${failedRun(status, view.now)}
${freshness.state === 'empty' ? setupHint(freshness) : html`${sourceList(view.index, view.now)}${figureList(view, status)}`}</section>`;
}

function reasonText(reason: FreshnessReason, subject: string): string {
  return {
    never_synced: 'The worker has not published anything yet.',
    worker_not_running: 'The worker has not run for longer than its schedule allows.',
    worker_failing: "The worker's runs are failing.",
    source_unreachable: `The worker cannot reach ${subject}.`,
    docs_moved_on: `There are newer commits in ${subject} that are not indexed yet.`,
  }[reason];
}

/** What the reason is about: one source of several by name, otherwise all. */
function subject({ source, sources }: DataFreshness): string {
  return source ?? (sources.length > 1 ? 'the docs repositories' : 'the docs repository');
}

/** Says that the error is the last run's: the data may be fresh all the same, or stale for another reason. */
function failedRun({ lastRun }: IndexStatus, now: number): Html | null {
  if (lastRun?.error === undefined) return null;
  return html`<p>The last run failed (${relativeTime(lastRun.finishedAt, now)}): ${failure(lastRun.error)}</p>`;
}

function failure({ code, advice }: PublicError): Html {
  return html`<code>${code}</code>: ${advice}`;
}

/** How to fill an empty index, unless the worker has tried: then its error says what to do. */
function setupHint({ reason }: Freshness): Html | null {
  if (reason !== 'never_synced') return null;
  const parts = FILL_INDEX_ADVICE.split('`');
  return html`<p>${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}</p>`;
}

function sourceList({ status, freshness }: NonNullable<StatusPageView['index']>, now: number): Html {
  const items = status.sources.map((source, index) => {
    const shown = freshness.sources[index];
    // The error of a failed run has been shown already.
    const isKnown = source.error?.code === status.lastRun?.error?.code;
    return shown === undefined ? null : sourceItem(source, isKnown ? withoutError(shown) : shown, now);
  });
  return html`<ul class="sources ${items.length > 1 ? 'several' : ''}">${items}</ul>`;
}

function withoutError({ error: _, ...source }: SourceFreshness): SourceFreshness {
  return source;
}

function sourceItem(identity: SourceIdentity, source: SourceFreshness, now: number): Html {
  const { commit, version, checkedAt, behind, error } = source;
  const repository = repositoryOf(identity);
  const name =
    repository === null
      ? source.source
      : html`<a href="https://github.com/${repository}">${source.source}</a>`;
  const late = behind === 0 ? null : `, ${count(behind)} ${behind === 1 ? 'commit' : 'commits'} behind`;
  return html`<li class="${source.state}"><div class="head"><span>${name}</span><span class="verdict">${headline(source)}</span></div>
<div>${commit === null ? 'Not indexed yet' : html`${version === undefined ? null : `${version}, `}${commitSha(identity, commit)} ${commit.subject}`}</div>
<div class="soft">${checkedAt === null ? 'Never checked' : html`Checked ${relativeTime(checkedAt, now)}`}${late}</div>
${error === undefined ? null : html`<div>${failure(error)}</div>`}</li>`;
}

function figureList(view: StatusPageView, status: IndexStatus): Html {
  return html`<dl>${figures(view, status).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function headline({ state }: Pick<Freshness, 'state'>): string {
  return { fresh: 'Fresh', stale: 'Stale', empty: 'Empty' }[state];
}

function figures(view: StatusPageView, status: IndexStatus): readonly (readonly [string, Html | string])[] {
  const { now } = view;
  return [
    ['Published', time(status.syncedAt, now)],
    ['Last run', lastRun(status, now)],
    ['Documents', count(status.documents)],
    ['Chunks', count(status.chunks)],
    ['Search', search(view, status)],
    ['Sequence', count(status.sequence)],
  ];
}

function time(isoTime: string | null, now: number): Html | string {
  return isoTime === null ? 'never' : relativeTime(isoTime, now);
}

function lastRun({ lastRun, consecutiveFailures }: IndexStatus, now: number): Html | string {
  if (lastRun === null) return 'none';
  const failures = consecutiveFailures > 1 ? ` (${consecutiveFailures} failures in a row)` : null;
  return html`${lastRun.outcome}, ${relativeTime(lastRun.finishedAt, now)}${failures}`;
}

function search({ search: { mode, reason } }: StatusPageView, { fingerprint }: IndexStatus): string {
  if (reason !== undefined) return `${mode} (${reason.replaceAll('_', ' ')})`;
  return [mode, fingerprint?.model].filter((part) => part != null).join(', ');
}

function count(value: number): string {
  return value.toLocaleString('en');
}
