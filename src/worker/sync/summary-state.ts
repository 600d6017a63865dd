import type { IndexStatus, WrittenSummaries } from '../../shared/domain/index-status.ts';
import type { SummaryWriter } from '../summary/summarizer.ts';

/** Whether the published summaries are by this writer; null: the documents' own words. */
export function areBy(published: WrittenSummaries | null, writer: SummaryWriter | null): boolean {
  return published?.model === writer?.model && published?.version === writer?.version;
}

/** Whether every published document has the summary it should have. */
export function summariesAreComplete(
  { summaries }: Pick<IndexStatus, 'summaries'>,
  writer: SummaryWriter | null,
): boolean {
  return areBy(summaries, writer) && (summaries?.missing.length ?? 0) === 0;
}
