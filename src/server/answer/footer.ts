import type { SearchMode } from '../search/search-outcome.ts';
import type { FreshnessBlock } from './freshness-block.ts';

interface Search {
  readonly mode: SearchMode;
  readonly reason?: string | undefined;
}

/** The last lines of every text answer: how to go on, what the data is and how it was searched. */
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
  const checked = age === null ? 'never checked' : `checked ${duration(age)} ago`;
  return `Docs at commit ${commit.slice(0, 10)}, ${checked}: ${why}.`;
}

function searchLine({ mode, reason }: Search): string {
  return `Search: ${mode}${reason === undefined ? '' : ` (${reason})`}.`;
}

/** `90` → `2 min`: for reading, not for calculating. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
