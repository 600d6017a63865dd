import type { PublishRecord } from '../../shared/domain/history.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';
import type { Freshness, FreshnessReason } from '../../shared/freshness.ts';
import type { DataFreshness, SourceFreshness } from '../answer/source-freshness.ts';
import { repositoryOf } from '../documents/source-names.ts';
import type { PublicError } from '../health/public-error.ts';
import type { SearchModeInfo } from '../search/search-outcome.ts';
import { commitSha, copyable, type Html, html, relativeTime } from './html.ts';
import type { PageQuery } from './page-search.ts';

/** What the strip is made from. */
export interface StatusView {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** null if the index cannot be read; `problem` says why. */
  readonly index: { readonly status: IndexStatus; readonly freshness: DataFreshness } | null;
  readonly problem?: PublicError;
  readonly search: SearchModeInfo;
  readonly query: PageQuery;
  /** How far the sync beside this server is; null if none is under way. */
  readonly syncing: string | null;
  /** Newest first. */
  readonly changes: readonly PublishRecord[];
}

/**
 * The strip that says how fresh the data is, and opens into what to do about it, the sources, runs and skipped files. It
 * is open from the start where there is something to do, unless results are what was asked for. The script of the page
 * compares `data-state` with `/health`.
 */
export function statusSection(view: StatusView): Html {
  if (view.index === null) {
    return html`<details class="state unreadable" data-state="" open><summary><span class="dot"></span><strong>Index cannot be read</strong>${AWAY}</summary>
<div class="panel">${view.problem === undefined ? null : html`<p>${failure(view.problem)}</p>`}</div></details>`;
  }
  const { status, freshness } = view.index;
  const { state } = freshness;
  const isOpen = state !== 'fresh' && view.query.text === '';
  return html`<details class="state ${state}" data-state="${signature(status, freshness)}"${isOpen ? html` open` : null}><summary><span class="dot"></span><strong>${headline(freshness)}</strong>${summary(view, status, freshness)}${AWAY}</summary>
<div class="panel">${problem(view, status, freshness)}
${state === 'empty' ? null : html`${sourceList(view.index, view.now)}${figureList(view, status)}${runs(status, view.changes, view.now)}${skippedFiles(status)}`}</div></details>`;
}

/** Where the script says that the server does not respond. */
const AWAY = html`<span class="away" role="status"></span>`;

/** Changes with everything that the section shows beside times. The script makes the same of `/health`. */
function signature({ sequence, lastRun }: IndexStatus, { state, reason }: DataFreshness): string {
  return [sequence, lastRun?.finishedAt ?? '', state, reason ?? ''].join(' ');
}

function summary(
  { now }: StatusView,
  { documents }: IndexStatus,
  { checkedAt, behind }: DataFreshness,
): Html {
  const parts = [
    checkedAt === null ? null : html`checked ${relativeTime(checkedAt, now)}`,
    behind === 0 ? null : `${count(behind)} ${behind === 1 ? 'commit' : 'commits'} behind`,
    documents === 0 ? null : `${count(documents)} documents`,
  ].filter((part) => part !== null);
  return html`${parts.map((part) => html`<span>${part}</span>`)}`;
}

/** What is wrong, and what to do. */
function problem({ now, syncing }: StatusView, status: IndexStatus, freshness: DataFreshness): Html | null {
  const { reason } = freshness;
  const run = failedRun(status, now);
  if (reason === undefined) return run;
  if (reason === 'never_synced' && syncing !== null)
    return html`<p>The first sync is under way (${syncing}). This page shows its result by itself.</p>`;
  return html`<p>${reasonText(reason, subject(freshness))}</p>
${run}
<p class="todo">${REMEDIES[reason].text}</p>
<div class="commands">${REMEDIES[reason].commands.map(([where, command]) => html`<span class="soft">${where}</span>${copyable(command, where)}`)}</div>`;
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

interface Remedy {
  readonly text: string;
  readonly commands: readonly (readonly [where: string, command: string])[];
}

const SYNC = [
  ['In a checkout', 'npm run worker -- sync'],
  ['Installed', 'eino-docs-worker sync'],
] as const;
const STATUS = [
  ['In a checkout', 'npm run worker -- status'],
  ['Installed', 'eino-docs-worker status'],
] as const;
const ON_FLY = ['On Fly.io', 'fly machine list --app eino-docs-worker'] as const;

/** What an operator does, with the settings of this server. */
const REMEDIES: Readonly<Record<FreshnessReason, Remedy>> = {
  never_synced: { text: "Run the worker with this server's index settings:", commands: SYNC },
  worker_not_running: {
    text: "Run the worker with this server's index settings, then find out why its schedule did not:",
    commands: [...SYNC, ON_FLY],
  },
  worker_failing: { text: 'The status has the whole message of the error:', commands: STATUS },
  source_unreachable: {
    text: 'The next run tries again. To try now, or to see the whole message of the error:',
    commands: [...SYNC, ...STATUS],
  },
  docs_moved_on: { text: 'The next run reads them. To read them now:', commands: SYNC },
};

/** What the reason is about: one source of several by name, otherwise all. */
function subject({ source, sources }: DataFreshness): string {
  return source ?? (sources.length > 1 ? 'the docs repositories' : 'the docs repository');
}

/** Says that the error is the last run's: the data may be fresh all the same, or stale for another reason. */
function failedRun({ lastRun }: IndexStatus, now: number): Html | null {
  if (lastRun?.error === undefined) return null;
  return html`<p>The last run failed (${relativeTime(lastRun.finishedAt, now)}): ${failure(lastRun.error)}</p>`;
}

/** Text between backticks is code. */
function failure({ code, advice }: PublicError): Html {
  const parts = advice.split('`');
  return html`<code>${code}</code>: ${parts.map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

function sourceList({ status, freshness }: NonNullable<StatusView['index']>, now: number): Html {
  const items = status.sources.map((source, index) => {
    const shown = freshness.sources[index];
    // The error of a failed run has been shown already.
    const isKnown = source.error?.code === status.lastRun?.error?.code;
    return shown === undefined ? null : sourceItem(source, isKnown ? withoutError(shown) : shown, now);
  });
  return html`<ul class="sources">${items}</ul>`;
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

function headline({ state }: Pick<Freshness, 'state'>): string {
  return { fresh: 'Fresh', stale: 'Stale', empty: 'Empty' }[state];
}

function figureList(view: StatusView, status: IndexStatus): Html {
  const { syncedAt } = status;
  const figures = [
    ['Published', syncedAt === null ? 'never' : relativeTime(syncedAt, view.now)],
    ['Documents', count(status.documents)],
    ['Chunks', count(status.chunks)],
    ['Sequence', count(status.sequence)],
    ['Search', search(view, status)],
  ] as const;
  return html`<dl>${figures.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function search({ search: { mode, reason } }: StatusView, { fingerprint }: IndexStatus): string {
  if (reason !== undefined) return `${mode} (${reason.replaceAll('_', ' ')})`;
  return [mode, fingerprint?.model].filter((part) => part != null).join(', ');
}

const SHOWN_PUBLISHES = 4;

/** The last run, and the last ones that published something: the index keeps no others. */
function runs(
  { lastRun, consecutiveFailures }: IndexStatus,
  changes: readonly PublishRecord[],
  now: number,
): Html {
  const failures = consecutiveFailures > 1 ? ` (${consecutiveFailures} failures in a row)` : null;
  const last =
    lastRun === null
      ? null
      : html`<li><span>${lastRun.outcome}${failures}</span> <span class="soft">${relativeTime(lastRun.finishedAt, now)}, took ${duration(lastRun)}</span></li>`;
  const published = changes.slice(0, SHOWN_PUBLISHES).map(({ sequence, publishedAt, sources }) => {
    const changed = sources.reduce((sum, { documents }) => sum + documents.length, 0);
    // The first publish of a source lists no documents.
    const what = changed === 0 ? null : `, ${count(changed)} changed`;
    return html`<li><span>published sequence ${sequence}</span> <span class="soft">${relativeTime(publishedAt, now)}${what}</span></li>`;
  });
  return html`<h3>Runs</h3><ul class="runs">${last}${published}</ul>`;
}

function duration({ startedAt, finishedAt }: { readonly startedAt: string; readonly finishedAt: string }) {
  const seconds = Math.max(0, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

const SHOWN_SKIPPED = 100;

function skippedFiles({ skipped }: IndexStatus): Html | null {
  if (skipped.length === 0) return null;
  const unlisted = skipped.length - SHOWN_SKIPPED;
  return html`<details class="skipped"><summary>${count(skipped.length)} skipped ${skipped.length === 1 ? 'file' : 'files'}</summary><ul>${skipped
    .slice(0, SHOWN_SKIPPED)
    .map(({ path, reason }) => html`<li><code>${path}</code> <span class="soft">${reason}</span></li>`)}</ul>
${unlisted > 0 ? html`<p class="soft">and ${count(unlisted)} more</p>` : null}</details>`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
