import { isoTime } from '../../shared/clock.ts';
import type { IndexStatus, SourceCheck } from '../../shared/domain/index-status.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { Head } from '../source/docs-source.ts';
import type { SyncRun } from './sync-run.ts';

/** Where a run starts and where it is going. */
export interface HeadCheck {
  /** The indexed revision; null before the first publish and for an index of another source. */
  readonly from: Revision | null;
  /** The source's newest revision. */
  readonly head: Head;
  /** When the source answered, ISO 8601 in UTC. */
  readonly checkedAt: string;
}

/** Asks the source for its head; conditionally, if the index knows a former answer. */
export async function checkHead(run: SyncRun, status: IndexStatus): Promise<HeadCheck> {
  const { source, progress, recorder, signal } = run;
  progress.started('head');
  const from = status.source === source.identity ? status.commit : null;
  recorder.record({
    from,
    sequence: status.sequence,
    chunks: { total: status.chunks, kept: status.chunks },
  });
  const known =
    from === null ? null : { revision: from, ...(status.headTag === null ? {} : { tag: status.headTag }) };
  const head = await source.head(known, signal);
  const { revision } = head;
  recorder.record({ to: revision });
  progress.finished({
    commit: revision.sha,
    subject: revision.subject,
    moved: revision.sha !== from?.sha,
  });
  return { from, head, checkedAt: isoTime(run.clock()) };
}

/** What the source has confirmed once the index is at its head. */
export function checkAtHead({ checkedAt, head: { tag } }: HeadCheck): SourceCheck {
  return { checkedAt, docsBehind: 0, ...(tag === undefined ? {} : { headTag: tag }) };
}
