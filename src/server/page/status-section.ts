import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Freshness } from '../../shared/freshness/freshness.ts';
import { type Html, html } from './html.ts';
import type { PageView } from './page-view.ts';
import { ago } from './relative-time.ts';

const REASONS: Record<NonNullable<Freshness['reason']>, string> = {
  never_synced: 'The worker has not published anything yet.',
  worker_not_running: 'The worker has not run for longer than its schedule allows.',
  worker_failing: "The worker's runs fail.",
  source_unreachable: 'The worker cannot reach the docs repository.',
  docs_moved_on: 'The docs have newer commits that are not indexed yet.',
};

/** Freshness at a glance, then the figures of the index. */
export function statusSection(view: PageView): Html {
  if (view.index === null) {
    return html`<section class="card state unreadable" aria-label="Status"><strong>Index cannot be read</strong>
<p>${view.problem ?? ''}</p></section>`;
  }
  const { status, freshness } = view.index;
  const error = status.lastRun?.error;
  return html`<section class="card state ${freshness.state}" aria-label="Status"><strong>${headline(freshness)}</strong>
${freshness.reason === undefined ? null : html`<p>${REASONS[freshness.reason]}</p>`}
${error === undefined ? null : html`<p><code>${error.code}</code> ${error.message} ${error.advice}</p>`}
<dl>${figures(view, status).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl></section>`;
}

function headline({ state }: Freshness): string {
  return { fresh: 'Fresh', stale: 'Stale', empty: 'Empty' }[state];
}

function figures(
  { now, search }: PageView,
  status: IndexStatus,
): readonly (readonly [string, Html | string | number])[] {
  const { lastRun, fingerprint } = status;
  const failures = status.consecutiveFailures;
  return [
    ['Commit', commitLink(status)],
    ['Checked', status.checkedAt === null ? 'never' : ago(status.checkedAt, now)],
    ['Published', status.syncedAt === null ? 'never' : ago(status.syncedAt, now)],
    [
      'Last run',
      lastRun === null
        ? 'none'
        : html`${lastRun.outcome}, ${ago(lastRun.finishedAt, now)}${failures > 1 ? ` (${failures} failures in a row)` : null}`,
    ],
    ['Commits behind', status.docsBehind],
    ['Documents', status.documents],
    ['Chunks', status.chunks],
    [
      'Search',
      search.reason === undefined ? search.mode : `${search.mode} (${search.reason.replaceAll('_', ' ')})`,
    ],
    ['Embedding model', fingerprint?.model ?? 'none'],
    ['Sequence', status.sequence],
  ];
}

function commitLink({ commit, source }: IndexStatus): Html | string {
  if (commit === null) return 'none';
  const repository = /^github:([\w.-]+\/[\w.-]+)/.exec(source ?? '')?.[1];
  const label = html`<code>${commit.sha.slice(0, 7)}</code>`;
  const link =
    repository === undefined
      ? label
      : html`<a href="https://github.com/${repository}/commit/${commit.sha}">${label}</a>`;
  return html`${link} ${commit.subject}`;
}
