import type { Manifest } from '../../shared/domain/change.ts';
import type { HistoryPosition, HistoryPositions } from '../../shared/domain/history.ts';
import type { FormerPathsProgress, Revision, SourceStatus } from '../../shared/domain/source.ts';
import { describeError, hasCode, OperationalError } from '../../shared/operational-error.ts';
import type { FoundFormerPaths } from '../index/index-writer.ts';
import type { DocsSource, HistoryStep, SourceHistory } from '../source/docs-source.ts';
import type { PlannedSource, SourceHead } from './ask-sources.ts';
import type { IndexChanges } from './index-changes.ts';
import type { IndexDiff } from './index-diff.ts';
import { type DocumentsAfter, PathTrace } from './path-trace.ts';
import type { SourceDiff } from './source-diff.ts';
import type { DocumentSpool } from './spool.ts';
import type { ActiveRun, SyncRun } from './sync-run.ts';

/** What the run records of the histories: with each source, and with the index. */
export interface HistoryOutcome {
  readonly sources: readonly SourceStatus[];
  /** Absent if nothing was read or has to be followed. */
  readonly formerPaths?: FoundFormerPaths;
}

/** Whether a run has history to read, of sources whose heads it knows. */
export function hasHistoryToRead({ sources }: SyncRun, heads: readonly SourceHead[]): boolean {
  return heads.some((head) => head.error === null && historyToRead(sources.source(head.id), head) !== null);
}

/** The work of a run, as far as it concerns the paths of documents. */
interface PathWork {
  readonly diff: Pick<IndexDiff, 'sources' | 'published'>;
  readonly changes: Pick<IndexChanges, 'renamed' | 'removed'>;
  /** What is to be staged. */
  readonly documents: Pick<DocumentSpool, 'entries'>;
  /** Former path → path, as the documents themselves name them. */
  readonly formerPaths: ReadonlyMap<string, string>;
  /** The sources as the index will record them. */
  readonly sources: readonly SourceStatus[];
}

/**
 * Reads the histories of sources for the former paths of their documents: all of one that takes no requests, and of
 * others a part. The first run of a source has to be fast, so it reads none that takes requests. A history that cannot be
 * read now is left to a later run.
 */
export async function readFormerPaths(
  run: ActiveRun,
  { diff, changes, documents, formerPaths, sources }: PathWork,
): Promise<HistoryOutcome> {
  const isReading = diff.sources.some(({ former }) => former?.formerPaths.state === 'reading');
  const stored = isReading ? await run.view.historyPositions() : {};
  const after = documentsAfter(diff.published, changes, documents);
  const readings = diff.sources.map((source) => new HistoryReading(source, after, stored));
  for (const reading of readings) await reading.read(run);

  const recorded = sources.map((source, i) => ({
    ...source,
    formerPaths: readings[i]?.progress ?? source.formerPaths,
  }));
  const found = new Map([...readings.flatMap((reading) => [...reading.found]), ...formerPaths]);
  const positions = Object.fromEntries(
    readings.flatMap(({ id, position }) => (position === null ? [] : [[id, position] as const])),
  );
  const isNews = isReading || found.size > 0 || Object.keys(positions).length > 0;
  return { sources: recorded, ...(isNews ? { formerPaths: { found, positions } } : {}) };
}

function documentsAfter(
  published: Manifest,
  { renamed, removed }: PathWork['changes'],
  { entries }: PathWork['documents'],
): DocumentsAfter {
  const documents = new Set(published.keys());
  for (const path of removed) documents.delete(path);
  for (const { path } of entries) documents.add(path);
  return { documents, renamed, removed };
}

/** The history of a source if this run has to read it. */
function historyToRead(
  { history }: Pick<DocsSource, 'history'>,
  { former, moves, reselected }: PlannedSource,
): SourceHistory | null {
  if (typeof history === 'string') return null;
  const isFirst = (former?.commit ?? null) === null;
  if (isFirst && history.inParts) return null;
  const isComplete = former?.formerPaths.state === 'complete' && moves.length === 0 && !reselected;
  return isComplete ? null : history;
}

/** The reading of one source's history in one run. */
class HistoryReading {
  readonly id: string;
  progress: FormerPathsProgress;
  /** null if the reading is complete or has not begun. */
  position: HistoryPosition | null = null;
  readonly #source: SourceDiff;
  readonly #after: DocumentsAfter;
  #trace: PathTrace | null = null;

  /** Takes up what earlier runs read, unless the roots have changed: then other files of the past were documents. */
  constructor(source: SourceDiff, after: DocumentsAfter, stored: HistoryPositions) {
    const { id, former, moves, reselected, error } = source;
    this.id = id;
    this.#source = source;
    this.#after = after;
    const isValid = error !== null || (moves.length === 0 && !reselected);
    this.progress = (isValid ? former?.formerPaths : null) ?? { state: 'unread' };
    if (this.progress.state !== 'reading') return;
    const position = stored[id];
    if (position === undefined) {
      this.progress = { state: 'unread' };
      return;
    }
    this.#trace = PathTrace.resume(position, after);
    this.position = this.#trace.position(position.next);
  }

  /** Former path → path, the newest first. */
  get found(): ReadonlyMap<string, string> {
    return this.#trace?.found ?? new Map();
  }

  /** Reads what this run may. */
  async read(run: ActiveRun): Promise<void> {
    const { history } = run.sources.source(this.id);
    if (typeof history === 'string' && this.progress.state === 'unread') {
      this.progress = { state: 'unread', reason: history };
    }
    const { error, to } = this.#source;
    const toRead = error === null ? historyToRead({ history }, this.#source) : null;
    if (toRead !== null && to !== null) await this.#readFrom(to, toRead, run);
  }

  async #readFrom(to: Revision, history: SourceHistory, { signal, heartbeat, progress, logger }: ActiveRun) {
    progress.started('history');
    const trace = this.#trace ?? this.#begin();
    let commits = 0;
    let last: HistoryStep | null = null;
    let failure: OperationalError | null = null;
    const steps = untilFailure(history.read(to, this.position?.next ?? null, signal), (error) => {
      failure = error;
    });
    for await (const step of steps) {
      trace.before(step.changes);
      last = step;
      commits++;
      await heartbeat();
    }
    signal.throwIfAborted();
    if (failure !== null) {
      logger.warn(
        `${this.id}: the former paths of its documents are not complete yet: ${describeError(failure)}`,
      );
      if (!history.inParts) last = null;
      else if (last === null && hasCode(failure, 'GITHUB_NOT_FOUND')) this.#forget();
    }
    if (last !== null) this.#keep(trace, last);
    progress.finished({
      source: this.id,
      commits,
      formerPaths: this.found.size,
      complete: this.progress.state === 'complete',
    });
  }

  #begin(): PathTrace {
    const { documents } = this.#after;
    const own = [...this.#source.target.keys()].filter((path) => documents.has(path));
    return PathTrace.begin(own, documents);
  }

  #keep(trace: PathTrace, { commit, next }: HistoryStep): void {
    this.#trace = trace;
    this.position = next === null ? null : trace.position(next);
    this.progress = next === null ? { state: 'complete' } : { state: 'reading', before: commit };
  }

  /** The commit to go on from does not exist any more, after a force-push: the next run begins again. */
  #forget(): void {
    this.#trace = null;
    this.position = null;
    this.progress = { state: 'unread' };
  }
}

/** Yields the steps before a failure, and reports the failure instead of throwing it. */
async function* untilFailure(
  steps: AsyncIterable<HistoryStep>,
  onFailure: (error: OperationalError) => void,
): AsyncGenerator<HistoryStep> {
  try {
    yield* steps;
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    onFailure(error);
  }
}
