import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../shared/clock.ts';
import type { Fingerprint } from '../../shared/domain/fingerprint.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import type { Logger } from '../../shared/logger.ts';
import { type IndexSession, type IndexWriter, LEASE_MS } from '../index/index-writer.ts';
import type { Site } from '../prepare/document-url.ts';
import { CHUNKER_VERSION } from '../prepare/prepared-document.ts';
import type { DocsSource } from '../source/docs-source.ts';
import type { Summarizer } from '../summary/summarizer.ts';
import type { RunLedger } from './run-report.ts';

export interface SyncDeps {
  readonly source: DocsSource;
  readonly writer: IndexWriter;
  /** null for a lexical index. */
  readonly embedder: Embedder | null;
  /** null where documents are described in their own words. */
  readonly summarizer: Summarizer | null;
  readonly site: Site;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly logger: Logger;
  /** Who takes the lease: unique to the run, readable by a person. */
  readonly owner: string;
}

export interface SyncRequest {
  /** Build a new generation even where the old one could be continued. */
  readonly rebuild: boolean;
  /** Find out what would be done and what it would cost, and touch nothing. */
  readonly dryRun: boolean;
  /** Let a run remove most of the documents. */
  readonly allowMassDelete: boolean;
}

/** One execution of the sync, as its steps see it. */
export interface SyncRun extends SyncDeps {
  readonly request: SyncRequest;
  readonly signal: AbortSignal;
  readonly ledger: RunLedger;
}

/** The steps of a sync, in their order. */
export type Step = 'head' | 'diff' | 'read' | 'prepare' | 'embed' | 'summary' | 'stage' | 'publish';

/** What a step found out or did: a few plain values for a person or a log. */
export type StepFacts = Readonly<Record<string, string | number | boolean | null>>;

/** Is told how a sync gets on. Never fails, never waits. */
export interface Progress {
  /** @param total how much there is to do, where that is known: documents or texts */
  started(step: Step, total?: number): void;
  /** How much of the step is done. */
  advanced(done: number): void;
  finished(facts: StepFacts): void;
}

/** Version of what the stores keep of a document and a chunk: to be raised when the records' shape changes. */
const SCHEMA_VERSION = 1;

/** The fingerprint of what this program, so configured, would write. */
export function wantedFingerprint(embedder: Embedder | null, site: Site): Fingerprint {
  return {
    schema: SCHEMA_VERSION,
    chunker: CHUNKER_VERSION,
    siteUrl: site.siteUrl,
    model: embedder?.model ?? null,
    dimensions: embedder?.dimensions ?? null,
  };
}

/**
 * A place where a run may stop without harm. Every loop over documents passes one between two of them: it lets signals
 * in, rejects with the signal's reason once that has aborted, and keeps the lease.
 */
export type SafePoint = () => Promise<void>;

/** @param session whose lease to renew, a quarter of its life before each renewal */
export function safePoint(
  signal: AbortSignal,
  lease?: { readonly session: Pick<IndexSession, 'renew'>; readonly clock: Clock },
): SafePoint {
  let renewedAt = lease?.clock() ?? 0;
  return async () => {
    await setImmediate();
    signal.throwIfAborted();
    if (lease === undefined || lease.clock() - renewedAt < LEASE_MS / 4) return;
    await lease.session.renew();
    renewedAt = lease.clock();
  };
}
