import { z } from 'zod';
import { emptyIndexAdvice, footer, freshnessBlock, staleWarning } from '../../answer/freshness-block.ts';
import type { Services } from '../../services.ts';
import { defineTool, type Tool } from '../tool.ts';

const output = z.object({
  total_docs: z.int(),
  total_chunks: z.int(),
  source_commit: z.string().nullable(),
  commits_behind: z.int(),
  last_sync_time: z.string().nullable(),
  stale_warning: z.string().optional(),
  search: z.object({ mode: z.enum(['hybrid', 'lexical']), reason: z.string().optional() }),
  freshness: freshnessBlock,
});

/** The structured answer of `get_index_status`; also the content of the resource `eino-docs://status`. */
export async function describeIndex(services: Services): Promise<z.output<typeof output>> {
  const status = await services.status.read();
  const freshness = services.freshness(status);
  const warning = staleWarning(freshness, status.docsBehind);
  const { mode, reason } = services.searchMode(status);
  return {
    total_docs: status.documents,
    total_chunks: status.chunks,
    source_commit: status.commit?.sha ?? null,
    commits_behind: status.docsBehind,
    last_sync_time: status.syncedAt,
    ...(warning === undefined ? {} : { stale_warning: [warning, ...emptyIndexAdvice(status)].join(' ') }),
    search: { mode, ...(reason === undefined ? {} : { reason }) },
    freshness,
  };
}

/** `get_index_status`: what `describeIndex` returns, also as text. */
export function getIndexStatusTool(services: Services): Tool {
  return defineTool(
    {
      name: 'get_index_status',
      title: 'Status of the index',
      description:
        'Tells how many documents there are, which commit they are from, how fresh they are and how they are searched.',
      input: z.object({}),
      output,
      async run() {
        const structured = await describeIndex(services);
        const text = [
          `${structured.total_docs} documents in ${structured.total_chunks} chunks, last synced ${structured.last_sync_time ?? 'never'}, ${structured.commits_behind} commits behind.`,
          ...(structured.stale_warning === undefined ? [] : [structured.stale_warning]),
          footer(structured.freshness, structured.search),
        ].join('\n');
        return { structured, text };
      },
    },
    services,
  );
}
