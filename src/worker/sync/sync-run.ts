import type { Embedder } from '../../shared/embedding/embedder.ts';
import type { Logger } from '../../shared/logging/logger.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { IndexWriter } from '../index/index-writer.ts';
import type { Site } from '../prepare/page-url.ts';
import type { DocsSource } from '../source/docs-source.ts';
import type { Summarizer } from '../summary/summarizer.ts';
import type { Progress } from './progress.ts';
import type { RunLedger } from './run-ledger.ts';

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
