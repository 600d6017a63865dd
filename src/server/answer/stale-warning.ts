import { duration } from './footer.ts';
import type { FreshnessBlock } from './freshness-block.ts';

const REASONS: Readonly<Record<string, string>> = {
  never_synced: 'nothing has been indexed yet',
  worker_not_running: 'the worker has not run',
  worker_failing: 'the worker fails',
  source_unreachable: 'the docs repository cannot be reached',
  docs_moved_on: 'the docs have moved on',
};

/** One sentence for a model where the data is not fresh, undefined where it is. */
export function staleWarning(freshness: FreshnessBlock, commitsBehind: number): string | undefined {
  if (freshness.state === 'fresh') return undefined;
  const why = REASONS[freshness.reason ?? ''] ?? 'the last sync did not succeed';
  const code = freshness.error_code === undefined ? '' : ` (${freshness.error_code})`;
  if (freshness.state === 'empty') return `The index is empty: ${why}${code}.`;
  const age =
    freshness.age_seconds === null ? 'never checked' : `last checked ${duration(freshness.age_seconds)} ago`;
  const behind =
    commitsBehind === 0 ? '' : `, ${commitsBehind} ${commitsBehind === 1 ? 'commit' : 'commits'} behind`;
  return `The docs may be out of date (${age}${behind}): ${why}${code}.`;
}
