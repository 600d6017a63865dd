import { setImmediate } from 'node:timers/promises';
import { Cron } from 'croner';
import type { Clock } from '../../shared/clock.ts';
import type { Fingerprint, IndexStatus } from '../../shared/domain/index-status.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import type { Logger } from '../../shared/logger.ts';
import { type IndexSession, type IndexView, type IndexWriter, LEASE_MS } from '../index/index-writer.ts';
import type { DocumentPreparer } from '../prepare/document-preparer.ts';
import { CHUNKER_VERSION } from '../prepare/prepared-document.ts';
import type { SourceSet } from '../source/source-set.ts';
import type { Summarizer } from '../summary/summarizer.ts';
import type { RunRecorder } from './run-report.ts';
import type { TemporaryFile } from './spool.ts';

export interface SyncDeps {
  readonly sources: SourceSet;
  readonly writer: IndexWriter;
  readonly preparer: DocumentPreparer;
  /** null for a lexical index. */
  readonly embedder: Embedder | null;
  /** null if no model writes summaries. */
  readonly summarizer: Summarizer | null;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly logger: Logger;
  /** Name of the run in its lease: unique, and readable by a person. */
  readonly owner: string;
}

export interface SyncRequest {
  /** Build a new generation even if the published one could be continued. */
  readonly rebuild: boolean;
  /** Find out what would be done and what it would cost, and change nothing. */
  readonly dryRun: boolean;
  /** Allow this run to remove most of the documents of a root. */
  readonly allowMassDelete: boolean;
  /** Allow this run to remove the documents of sources and roots that are no longer in the list. */
  readonly dropSources: boolean;
  /**
   * Ask nothing and leave no trace if every source confirmed its head since the last time of this schedule (cron, UTC).
   * undefined: run whenever asked.
   */
  readonly dueBy?: string | undefined;
}

/** One execution of the sync, as all its steps see it. */
export interface SyncRun extends SyncDeps {
  readonly request: SyncRequest;
  /** Aborts when the run is asked to stop. */
  readonly signal: AbortSignal;
  readonly recorder: RunRecorder;
}

/** A run that has something to do, as the steps from the diff on see it. */
export interface ActiveRun extends SyncRun {
  /** The published index; for a run with a lease, that of its session. */
  readonly view: IndexView;
  /** Holds what was read, prepared and embedded until it is staged. */
  readonly temporaryFile: TemporaryFile;
  readonly heartbeat: Heartbeat;
}

/** The steps of a sync that a person or a log is told about, in their order. */
export type Step =
  | 'head'
  | 'diff'
  | 'read'
  | 'prepare'
  | 'embed'
  | 'summary'
  | 'history'
  | 'stage'
  | 'publish';

/** What a step found out or did: a few plain values for a person or a log. */
export type StepFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Listens to the progress of a sync. Its methods never throw and return at once. */
export interface Progress {
  /** @param total number of documents or texts to work through, where it is known */
  started(step: Step, total?: number): void;
  /** @param done number of documents or texts worked through so far */
  advanced(done: number): void;
  finished(facts: StepFacts): void;
}

/**
 * Called between two documents or requests, where a run can stop without harm: lets pending signals in, rejects with
 * the signal's reason once it has aborted, and renews the lease in time.
 */
export type Heartbeat = () => Promise<void>;

/** @param lease the session whose lease is renewed; a dry run has none */
export function createHeartbeat(
  signal: AbortSignal,
  lease?: { readonly session: Pick<IndexSession, 'renew'>; readonly clock: Clock },
): Heartbeat {
  let renewedAt = lease?.clock() ?? 0;
  return async () => {
    await setImmediate();
    signal.throwIfAborted();
    if (lease === undefined || lease.clock() - renewedAt < LEASE_MS / 4) return;
    await lease.session.renew();
    renewedAt = lease.clock();
  };
}

/**
 * Whether a scheduled run has something to find out: a source of the index has not confirmed its head since the last
 * time of the schedule. Programs that share an index and a schedule so make one run for each of its times.
 * @param dueBy a cron expression in UTC; undefined: every run is due
 * @param now milliseconds since the epoch
 */
export function runIsDue({ sources }: IndexStatus, dueBy: SyncRequest['dueBy'], now: number): boolean {
  if (dueBy === undefined) return true;
  const schedule = new Cron(dueBy, { paused: true, timezone: 'UTC' });
  return sources.some(({ checkedAt }) => {
    const next = checkedAt === null ? null : schedule.nextRun(new Date(checkedAt));
    return next === null || next.getTime() <= now;
  });
}

/** Version of the records that the stores keep of a document and a chunk. Raise it when their shape changes. */
const SCHEMA_VERSION = 1;

/** The fingerprint of what this version of the worker writes under the given settings. */
export function wantedFingerprint(
  embedder: Pick<Embedder, 'model' | 'dimensions' | 'documentPrefix' | 'maxTokens'> | null,
): Fingerprint {
  const { documentPrefix, maxTokens } = embedder ?? {};
  return {
    schema: SCHEMA_VERSION,
    chunker: CHUNKER_VERSION,
    model: embedder?.model ?? null,
    dimensions: embedder?.dimensions ?? null,
    ...(documentPrefix === undefined ? {} : { documentPrefix }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}
