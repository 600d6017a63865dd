import { z } from 'zod';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Freshness } from '../../shared/freshness.ts';
import type { SearchMode } from '../search/search-outcome.ts';

/** Part of every answer: how old its data is. */
export const freshnessBlock = z.object({
  commit: z.string().nullable().describe('Commit of the docs repository the answer is from'),
  checked_at: z.string().nullable().describe('When the source last confirmed its newest commit'),
  age_seconds: z.number().nullable().describe('Seconds since then'),
  state: z.enum(['fresh', 'stale', 'empty']),
  reason: z.string().optional().describe('Why it is not fresh'),
  error_code: z.string().optional().describe("The failing sync's error code"),
});

export type FreshnessBlock = z.output<typeof freshnessBlock>;

/** The index's freshness as answers show it. */
export function freshnessBlockOf(
  status: Pick<IndexStatus, 'commit' | 'checkedAt'>,
  { state, reason, errorCode, ageSeconds }: Freshness,
): FreshnessBlock {
  return {
    commit: status.commit?.sha ?? null,
    checked_at: status.checkedAt,
    age_seconds: ageSeconds,
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(errorCode === undefined ? {} : { error_code: errorCode }),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  never_synced: 'nothing has been indexed yet',
  worker_not_running: 'the worker has not run',
  worker_failing: "the worker's runs are failing",
  source_unreachable: 'the docs repository cannot be reached',
  docs_moved_on: 'the docs have newer commits that are not indexed yet',
};

/** One sentence for a model if the data is not fresh, otherwise undefined. */
export function staleWarning(freshness: FreshnessBlock, commitsBehind: number): string | undefined {
  if (freshness.state === 'fresh') return undefined;
  const why = REASONS[freshness.reason ?? ''] ?? 'the last sync did not succeed';
  const code = freshness.error_code === undefined ? '' : ` (${freshness.error_code})`;
  if (freshness.state === 'empty') return `The index is empty: ${why}${code}.`;
  const age =
    freshness.age_seconds === null
      ? 'never checked'
      : `last checked ${roundedDuration(freshness.age_seconds)} ago`;
  const behind =
    commitsBehind === 0 ? '' : `, ${commitsBehind} ${commitsBehind === 1 ? 'commit' : 'commits'} behind`;
  return `The docs may be out of date (${age}${behind}): ${why}${code}.`;
}

/** How to fill an index from which nothing has been published. Text between backticks is code. */
export const FILL_INDEX_ADVICE =
  "Run the worker with this server's index settings: `npm run worker -- sync` in a checkout, `eino-docs-worker sync` where it is installed.";

/** Lines of an answer: the next step while nothing has been published; no line after that. */
export function emptyIndexAdvice({ sequence, lastRun }: IndexStatus): readonly string[] {
  if (sequence > 0) return [];
  if (lastRun?.error === undefined) return [FILL_INDEX_ADVICE];
  return [`The worker's last run failed: ${lastRun.error.code}: ${lastRun.error.advice}`];
}

interface Search {
  readonly mode: SearchMode;
  readonly reason?: string | undefined;
}

/** The last lines of every text answer: the next page, the freshness of the data, the search mode. */
export function footer(
  freshness: FreshnessBlock,
  search: Search,
  next?: { readonly cursor: string | undefined; readonly what: string },
): string {
  const more = next?.cursor === undefined ? '' : `${next.what}: call again with cursor "${next.cursor}".\n`;
  return `---\n${more}${dataLine(freshness)} ${searchLine(search)}`;
}

function dataLine({ commit, age_seconds: age, state, reason, error_code: code }: FreshnessBlock): string {
  if (commit === null) return `Docs: nothing indexed yet (${[reason, code].filter(Boolean).join(', ')}).`;
  const why = state === 'fresh' ? 'fresh' : [state, reason, code].filter(Boolean).join(', ');
  const checked = age === null ? 'never checked' : `checked ${roundedDuration(age)} ago`;
  return `Docs at commit ${commit.slice(0, 10)}, ${checked}: ${why}.`;
}

function searchLine({ mode, reason }: Search): string {
  return `Search: ${mode}${reason === undefined ? '' : ` (${reason})`}.`;
}

/** `90` → `2 min`. */
export function roundedDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
