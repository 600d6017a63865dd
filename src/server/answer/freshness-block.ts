import { z } from 'zod';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { SearchMode } from '../search/search-outcome.ts';
import { joined, type Line, line, sentence, term } from './answer-text.ts';
import type { DataFreshness, SourceFreshness } from './source-freshness.ts';

const state = z.enum(['fresh', 'stale', 'empty']);

/** Part of every answer: how old its data is. */
export const freshnessBlock = z.object({
  commit: z
    .string()
    .nullable()
    .describe('Indexed commit of the only source the answer is from; null for several, see sources'),
  checked_at: z
    .string()
    .nullable()
    .describe('When the source last confirmed its newest commit; of several, the earliest'),
  age_seconds: z.number().nullable().describe('Seconds since then'),
  state: state.describe('fresh only if every source is'),
  reason: z.string().optional().describe('Why it is not fresh'),
  error_code: z.string().optional().describe("The failing sync's error code"),
  sources: z
    .array(
      z.object({
        source: z.string(),
        commit: z.string().nullable(),
        version: z.string().optional().describe('Indexed release, where the source follows releases'),
        checked_at: z.string().nullable(),
        age_seconds: z.number().nullable(),
        commits_behind: z.int(),
        state,
        reason: z.string().optional(),
        error_code: z.string().optional(),
      }),
    )
    .describe('The sources the answer is from; at most five, those that are not fresh first'),
});

export type FreshnessBlock = z.output<typeof freshnessBlock>;

/** More would leave too little of the token budget to the answer itself. `get_index_status` lists all. */
export const LISTED_SOURCES = 5;

/** The freshness of the data as answers show it. */
export function freshnessBlockOf(freshness: DataFreshness): FreshnessBlock {
  const { commit, checkedAt, sources } = freshness;
  const isFresh = (source: SourceFreshness) => source.state === 'fresh';
  const listed =
    sources.length <= LISTED_SOURCES
      ? sources
      : sources.toSorted((a, b) => Number(isFresh(a)) - Number(isFresh(b))).slice(0, LISTED_SOURCES);
  return {
    commit: commit?.sha ?? null,
    checked_at: checkedAt,
    age_seconds: freshness.ageSeconds,
    ...judgement(freshness),
    sources: listed.map((source) => ({
      source: source.source,
      commit: source.commit?.sha ?? null,
      ...(source.version === undefined ? {} : { version: source.version }),
      checked_at: source.checkedAt,
      age_seconds: source.ageSeconds,
      commits_behind: source.behind,
      ...judgement(source),
    })),
  };
}

/** The state and its cause, in the form of the tools' answers. */
export function judgement({
  state,
  reason,
  errorCode,
}: Pick<DataFreshness, 'state' | 'reason' | 'errorCode'>): Pick<
  FreshnessBlock,
  'state' | 'reason' | 'error_code'
> {
  return {
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(errorCode === undefined ? {} : { error_code: errorCode }),
  };
}

/** `checked 2 min ago`. */
export function checkedAgo(ageSeconds: number | null): string {
  return ageSeconds === null ? 'never checked' : `checked ${roundedDuration(ageSeconds)} ago`;
}

/** How to fill an index from which nothing has been published. Text between backticks is code. */
const FILL_INDEX_ADVICE =
  "Run the worker with this server's index settings: `npm run worker -- sync` in a checkout, `eino-docs-worker sync` where it is installed.";

/**
 * Lines of an answer: the next step while nothing has been published; no line after that.
 * @param syncing how far the sync beside the server is, if there is one
 */
export function emptyIndexAdvice(
  { sequence, lastRun }: IndexStatus,
  syncing: { syncProgress(): string | null },
): readonly string[] {
  if (sequence > 0) return [];
  const progress = syncing.syncProgress();
  if (progress !== null) return [`The first sync is under way (${progress}). Call again in a few seconds.`];
  if (lastRun?.error === undefined) return [FILL_INDEX_ADVICE];
  return [`The worker's last run failed: ${lastRun.error.code}: ${lastRun.error.advice}`];
}

interface Search {
  readonly mode: SearchMode;
  readonly reason?: string | undefined;
}

/** The last lines of every text answer: the next page, then on one line the freshness of the data and the search mode. */
export function footer(
  freshness: FreshnessBlock,
  search: Search,
  next?: { readonly cursor: string | undefined; readonly what: string },
): readonly Line[] {
  const last = joined([dataLine(freshness), searchLine(search)], ' ');
  if (next?.cursor === undefined) return [line``, last];
  return [line``, line`${sentence(next.what)}: call again with cursor ${next.cursor}.`, last];
}

/** One source as `Docs at commit …` or as its release (`eino v1.4.0`); several by name, those with the same state together. */
function dataLine({ commit, age_seconds: age, sources, ...verdict }: FreshnessBlock): Line {
  if (verdict.state === 'empty') return line`Docs: nothing indexed yet (${sentence(cause(verdict))}).`;
  const [only] = sources;
  const state = sentence(`${checkedAgo(age)}: ${label(verdict)}.`);
  if (commit !== null && only?.version !== undefined)
    return line`${term(only.source)} ${term(only.version)}, ${state}`;
  if (commit !== null) return line`Docs at commit ${term(commit.slice(0, 10))}, ${state}`;
  const groups = [...Map.groupBy(sources, label)];
  return joined(
    groups.map(([state, group]) => line`${groupLine(group)}: ${sentence(state)}.`),
    ' ',
  );
}

/** Sources in the same state that the footer names. */
const NAMED_SOURCES = 3;

function groupLine(sources: FreshnessBlock['sources']): Line {
  const names = sources.slice(0, NAMED_SOURCES).map(({ source, commit, version }) => {
    if (commit === null) return line`${term(source)} not indexed yet`;
    return version === undefined
      ? line`${term(source)} at ${term(commit.slice(0, 10))}`
      : line`${term(source)} ${term(version)}`;
  });
  const more = sources.length > NAMED_SOURCES ? ` and ${sources.length - NAMED_SOURCES} more` : '';
  const oldest = Math.max(...sources.map(({ age_seconds: age }) => age ?? Number.POSITIVE_INFINITY));
  const last = sentence(checkedAgo(Number.isFinite(oldest) ? oldest : null));
  return line`${joined(names, ', ')}${{ line: more }}, ${last}`;
}

/** `fresh`, or `stale, source_unreachable, GITHUB_UNREACHABLE`. */
function label(verdict: Pick<FreshnessBlock, 'state' | 'reason' | 'error_code'>): string {
  return verdict.state === 'fresh' ? 'fresh' : `${verdict.state}, ${cause(verdict)}`;
}

function cause({ reason, error_code: code }: Pick<FreshnessBlock, 'reason' | 'error_code'>): string {
  return [reason, code].filter(Boolean).join(', ');
}

function searchLine({ mode, reason }: Search): Line {
  return sentence(`Search: ${mode}${reason === undefined ? '' : ` (${reason})`}.`);
}

/** `90` → `2 min`. */
export function roundedDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
