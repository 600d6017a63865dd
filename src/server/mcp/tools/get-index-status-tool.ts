import { z } from 'zod';
import type { FreshnessReason } from '../../../shared/freshness.ts';
import { answerText, type Line, line, oneLine, sentence, term } from '../../answer/answer-text.ts';
import {
  checkedAgo,
  emptyIndexAdvice,
  footer,
  freshnessBlock,
  freshnessBlockOf,
  judgement,
  LISTED_SOURCES,
} from '../../answer/freshness-block.ts';
import type { DataFreshness, SourceFreshness } from '../../answer/source-freshness.ts';
import { countFitting, DEFAULT_BUDGET, FRAME_TOKENS, jsonTokens } from '../../answer/token-budget.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';

const sourceStatus = z.object({
  source: z.string(),
  commit: z.string().nullable(),
  version: z.string().optional().describe('Indexed release, where the source follows releases'),
  subject: z.string().nullable(),
  date: z.string().nullable(),
  checked_at: z.string().nullable(),
  age_seconds: z.number().nullable(),
  commits_behind: z.int(),
  state: freshnessBlock.shape.state,
  reason: z.string().optional(),
  error_code: z.string().optional().describe('Why the last sync could not read this source, or failed'),
});

const output = z.object({
  total_docs: z.int(),
  total_chunks: z.int(),
  source_commit: z.string().nullable().describe('Indexed commit of the only source; null for several'),
  commits_behind: z.int().describe('Sum over the sources'),
  last_sync_time: z.string().nullable(),
  sources: z.array(sourceStatus),
  stale_warning: z.string().optional(),
  search: z.object({ mode: z.enum(['hybrid', 'lexical']), reason: z.string().optional() }),
  freshness: freshnessBlock,
});

type SourceStatusAnswer = z.output<typeof sourceStatus>;

/** The structured answer of `get_index_status`; also the content of the resource `eino-docs://status`. */
export async function describeIndex(services: Services): Promise<z.output<typeof output>> {
  const status = await services.status.read();
  const freshness = services.freshness(status);
  const warning = staleWarning(freshness);
  const { mode, reason } = services.searchMode(status);
  const sources = freshness.sources.map(describeSource);
  return {
    total_docs: status.documents,
    total_chunks: status.chunks,
    source_commit: freshness.commit?.sha ?? null,
    commits_behind: freshness.behind,
    last_sync_time: status.syncedAt,
    sources: sources.slice(0, countFitting(sources, DEFAULT_BUDGET - 2 * FRAME_TOKENS, jsonTokens)),
    ...(warning === undefined
      ? {}
      : { stale_warning: [warning, ...emptyIndexAdvice(status, services)].join(' ') }),
    search: { mode, ...(reason === undefined ? {} : { reason }) },
    freshness: freshnessBlockOf(freshness),
  };
}

const REASONS: Readonly<Record<FreshnessReason, string>> = {
  never_synced: 'nothing has been indexed yet',
  worker_not_running: 'the worker has not run',
  worker_failing: "the worker's runs are failing",
  source_unreachable: 'the repository cannot be reached',
  docs_moved_on: 'there are newer commits that are not indexed yet',
};

/** One sentence for a model if the data is not fresh, or one for each stale source, if they differ; at most five. */
export function staleWarning(freshness: DataFreshness): string | undefined {
  const { state, sources } = freshness;
  if (state === 'fresh') return undefined;
  if (state === 'empty') return `The index is empty: ${why(freshness)}.`;
  const stale = sources.filter((source) => source.state !== 'fresh');
  const isAlike = stale.every((source) => why(source) === why(freshness));
  if (stale.length === sources.length && isAlike) return warning('The docs', freshness);
  return stale
    .slice(0, LISTED_SOURCES)
    .map((source) => warning(`The documents from ${source.source}`, source))
    .join(' ');
}

function warning(
  what: string,
  freshness: Pick<DataFreshness, 'ageSeconds' | 'behind' | 'reason' | 'errorCode'>,
): string {
  const { ageSeconds, behind } = freshness;
  const lastChecked = ageSeconds === null ? 'never checked' : `last ${checkedAgo(ageSeconds)}`;
  const commits = behind === 0 ? '' : `, ${behind} ${behind === 1 ? 'commit' : 'commits'} behind`;
  return `${what} may be out of date (${lastChecked}${commits}): ${why(freshness)}.`;
}

function why({ reason, errorCode }: Pick<DataFreshness, 'reason' | 'errorCode'>): string {
  const cause = reason === undefined ? 'the last sync did not succeed' : REASONS[reason];
  return errorCode === undefined ? cause : `${cause} (${errorCode})`;
}

/** The error of the last sync is shown also while the data is still fresh. */
function describeSource(freshness: SourceFreshness): SourceStatusAnswer {
  const { source, commit, version, checkedAt, ageSeconds, behind, error } = freshness;
  return {
    source,
    commit: commit?.sha ?? null,
    ...(version === undefined ? {} : { version }),
    subject: commit === null ? null : oneLine(commit.subject),
    date: commit?.date ?? null,
    checked_at: checkedAt,
    age_seconds: ageSeconds,
    commits_behind: behind,
    ...(error === undefined ? {} : { error_code: error.code }),
    ...judgement(freshness),
  };
}

/** `get_index_status`: what `describeIndex` returns, also as text. */
export function getIndexStatusTool(services: Services): Tool {
  return defineTool(
    {
      name: 'get_index_status',
      title: 'Status of the index',
      description: ({ title }) =>
        `${title}: Tells how current the documents are: the commit or release of each source, when it was checked, and how ` +
        'many documents there are. Every other answer says in brief whether its documents are fresh.',
      input: z.object({}),
      output,
      async run() {
        const structured = await describeIndex(services);
        const { total_docs: documents, total_chunks: chunks, last_sync_time: synced } = structured;
        const text = answerText([
          line`${documents} documents in ${chunks} chunks, last synced ${term(synced ?? 'never')}, ${commitsBehind(structured)}.`,
          ...structured.sources.map(asLine),
          ...(structured.stale_warning === undefined ? [] : [sentence(structured.stale_warning)]),
          ...footer(structured.freshness, structured.search),
        ]);
        return { structured, text };
      },
    },
    services,
  );
}

function asLine(source: SourceStatusAnswer): Line {
  const { commit, version, subject, date, age_seconds: age, state, reason, error_code: code } = source;
  const at =
    commit === null
      ? line`not indexed yet`
      : line`${term(commit.slice(0, 10))} ${term(date?.slice(0, 10) ?? '')} ${subject ?? ''}`;
  const verdict = [state, reason, code].filter(Boolean).join(', ');
  const name = version === undefined ? term(source.source) : line`${term(source.source)} ${term(version)}`;
  return line`${name}: ${at}; ${sentence(checkedAgo(age))}, ${commitsBehind(source)}: ${sentence(verdict)}`;
}

function commitsBehind({ commits_behind: count }: Pick<SourceStatusAnswer, 'commits_behind'>): Line {
  return line`${count} ${sentence(count === 1 ? 'commit' : 'commits')} behind`;
}
