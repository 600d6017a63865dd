import { z } from 'zod';
import type { IndexStatus } from '../../shared/domain/index-status.ts';
import type { Freshness } from '../../shared/freshness/freshness.ts';

/** What every answer says about the age of its data. */
export const freshnessBlock = z.object({
  commit: z.string().nullable().describe('Commit of the docs repository the answer is from'),
  checked_at: z.string().nullable().describe('When the source last confirmed its newest commit'),
  age_seconds: z.number().nullable().describe('Seconds since then'),
  state: z.enum(['fresh', 'stale', 'empty']),
  reason: z.string().optional().describe('Why it is not fresh'),
  error_code: z.string().optional().describe("The failing sync's error code"),
});

export type FreshnessBlock = z.output<typeof freshnessBlock>;

/** A judgement of the index's freshness as answers show it. */
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
