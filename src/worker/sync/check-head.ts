import { isoTime } from '../../shared/clock.ts';
import type { IndexStatus, SourceCheck } from '../../shared/domain/index-status.ts';
import type { IndexView } from '../index/index-writer.ts';
import type { Head } from '../source/docs-source.ts';
import type { SummaryWriter } from '../summary/summarizer.ts';
import { summariesAreComplete } from './summaries.ts';
import type { SyncRun } from './sync-run.ts';

export interface CheckedHead extends Head {
  /** When the source answered, ISO 8601 in UTC. */
  readonly checkedAt: string;
}

/** Asks the source where its head is, conditionally where the index knows where it was. */
export async function checkHead(run: SyncRun, status: IndexStatus): Promise<CheckedHead> {
  const { source, progress, ledger, signal } = run;
  progress.started('head');
  const from = status.source === source.identity ? status.commit : null;
  ledger.enter({
    from,
    sequence: status.sequence,
    chunks: { ...NO_CHANGE, total: status.chunks, kept: status.chunks },
  });
  const known =
    from === null ? null : { revision: from, ...(status.headTag === null ? {} : { tag: status.headTag }) };
  const head = await source.head(known, signal);
  ledger.enter({ to: head.revision });
  progress.finished({
    commit: head.revision.sha,
    subject: head.revision.subject,
    moved: head.revision.sha !== from?.sha,
  });
  return { ...head, checkedAt: isoTime(run.clock()) };
}

const NO_CHANGE = { added: 0, removed: 0 };

/** Whether what is published is the head already, with the summaries wanted. */
export function isCurrent(view: IndexView, head: Head, summarizer: SummaryWriter | null): boolean {
  const atTheHead = view.status.commit?.sha === head.revision.sha;
  return !view.rebuild && atTheHead && summariesAreComplete(view.status, summarizer);
}

/** What the source has confirmed once the index is at its head. */
export function atHead({ checkedAt, tag }: CheckedHead): SourceCheck {
  return { checkedAt, docsBehind: 0, ...(tag === undefined ? {} : { headTag: tag }) };
}
