import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Freshness } from '../../shared/freshness.ts';
import { FILL_INDEX_ADVICE } from '../answer/freshness-block.ts';
import type { PublicError } from '../health/public-error.ts';
import { commitSha, type Html, html, relativeTime } from './html.ts';
import type { StatusPageView } from './status-page-view.ts';

const REASONS: Record<NonNullable<Freshness['reason']>, string> = {
  never_synced: 'The worker has not published anything yet.',
  worker_not_running: 'The worker has not run for longer than its schedule allows.',
  worker_failing: "The worker's runs are failing.",
  source_unreachable: 'The worker cannot reach the docs repository.',
  docs_moved_on: 'The docs have newer commits that are not indexed yet.',
};

/** The freshness of the index, then its figures, or how to fill it. */
export function statusSection(view: StatusPageView): Html {
  if (view.index === null) {
    return html`<section class="card state unreadable" aria-label="Status"><strong>Index cannot be read</strong>
${view.problem === undefined ? null : html`<p>${failure(view.problem)}</p>`}</section>`;
  }
  const { status, freshness } = view.index;
  return html`<section class="card state ${freshness.state}" aria-label="Status"><strong>${headline(freshness)}</strong>
${freshness.reason === undefined ? null : html`<p>${REASONS[freshness.reason]}</p>`}
${failedRun(status, view.now)}
${freshness.state === 'empty' ? setupHint(freshness) : figureList(view, status)}</section>`;
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

function figureList(view: StatusPageView, status: IndexStatus): Html {
  return html`<dl>${figures(view, status).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function headline({ state }: Freshness): string {
  return { fresh: 'Fresh', stale: 'Stale', empty: 'Empty' }[state];
}

function figures(view: StatusPageView, status: IndexStatus): readonly (readonly [string, Html | string])[] {
  const { now } = view;
  return [
    ['Commit', commit(status)],
    ['Checked', time(status.checkedAt, now)],
    ['Published', time(status.syncedAt, now)],
    ['Last run', lastRun(status, now)],
    ['Commits behind', count(status.docsBehind)],
    ['Documents', count(status.documents)],
    ['Chunks', count(status.chunks)],
    ['Search', search(view, status)],
    ['Sequence', count(status.sequence)],
  ];
}

function commit({ commit, source }: IndexStatus): Html | string {
  return commit === null ? 'none' : html`${commitSha(source, commit)} ${commit.subject}`;
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
