import { isoTime } from '../../shared/clock.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { OperationalError } from '../../shared/operational-error.ts';
import type { CheckedSource } from '../index/index-writer.ts';
import type { Head } from '../source/docs-source.ts';
import { runError, type SourceReport } from './run-report.ts';
import type { PlannedSource, SourcePlan } from './source-plan.ts';
import type { SyncRun } from './sync-run.ts';

/** A source with the head it reported in this run. */
export interface SourceHead extends PlannedSource {
  /** The indexed revision; null if nothing of the source is indexed. */
  readonly from: Revision | null;
  /** null if the source did not answer. */
  readonly head: Head | null;
  /** When it answered, ISO 8601 in UTC; null if it did not. */
  readonly checkedAt: string | null;
  /** Why it did not answer. */
  readonly error: OperationalError | null;
}

/**
 * Asks every source for its head; conditionally, if the index knows a former answer. A source that does not answer is
 * left as it is.
 * @throws OperationalError of the first source if none answers
 */
export async function checkHeads(run: SyncRun, { sources }: SourcePlan): Promise<readonly SourceHead[]> {
  const { progress, recorder, signal, clock } = run;
  progress.started('head');
  const known = new Map(
    sources.flatMap(({ id, former }) => {
      if (former === null || former.commit === null) return [];
      const { commit: revision, headTag, version } = former;
      const known = {
        revision,
        ...(headTag === null ? {} : { tag: headTag }),
        ...(version === undefined ? {} : { version }),
      };
      return [[id, known] as const];
    }),
  );
  const answers = await run.sources.heads(known, signal);
  const checkedAt = isoTime(clock());
  const heads = sources.map((source): SourceHead => {
    const answer = answers.get(source.id);
    const from = source.former?.commit ?? null;
    if (answer === undefined || 'failed' in answer)
      return { ...source, from, head: null, checkedAt: null, error: answer?.error ?? null };
    return { ...source, from, head: answer, checkedAt, error: null };
  });
  recorder.record({ sources: heads.map(reportSource), checks: heads.flatMap(checkOfFailed) });
  const [first] = heads;
  if (first?.error && heads.every(({ error }) => error !== null)) throw first.error;
  progress.finished(headFacts(heads));
  return heads;
}

/** What the report of a run says of a source. */
export function reportSource({ id, from, head, error }: SourceHead): SourceReport {
  return {
    source: id,
    from,
    to: head?.revision ?? null,
    ...(error === null ? {} : { error: runError(error) }),
  };
}

function checkOfFailed(source: SourceHead): CheckedSource[] {
  return source.error === null ? [] : [formerCheck(source, source.error)];
}

/** What the index records about a source that could not be compared: its last check, and why there is no newer one. */
export function formerCheck({ identity, former }: PlannedSource, error: OperationalError): CheckedSource {
  const { checkedAt = null, behind = 0, headTag = null } = former ?? {};
  return { ...identity, checkedAt, behind, headTag, error: runError(error) };
}

function headFacts(heads: readonly SourceHead[]) {
  const [only] = heads;
  if (heads.length === 1 && only?.head) {
    const { revision } = only.head;
    return { commit: revision.sha, subject: revision.subject, moved: revision.sha !== only.from?.sha };
  }
  const moved = heads.filter(({ head, from }) => head !== null && head.revision.sha !== from?.sha);
  const failed = heads.filter(({ error }) => error !== null).length;
  return { sources: heads.length, moved: moved.length, ...(failed === 0 ? {} : { failed }) };
}
