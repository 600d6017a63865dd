import type { IndexStatus } from '../../../shared/domain/index-status.ts';

/** The next step where nothing has been published yet, as a line of an answer; no line once something has. */
export function howToFill({ sequence, lastRun }: IndexStatus): readonly string[] {
  if (sequence > 0) return [];
  if (lastRun?.error !== undefined)
    return [`The worker's last run failed: ${lastRun.error.code}: ${lastRun.error.advice}`];
  return [
    "Run the worker with this server's index settings: `npm run worker -- sync` in a checkout, `eino-docs-worker sync` where it is installed.",
  ];
}
