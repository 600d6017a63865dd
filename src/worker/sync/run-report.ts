import type { Change, ChangeKind } from '../../shared/domain/change.ts';
import type { SkippedDocument } from '../../shared/domain/document.ts';
import type { ChangedDocument } from '../../shared/domain/history.ts';
import type { Revision } from '../../shared/domain/revision.ts';
import type { RunError, RunOutcome } from '../../shared/domain/run.ts';
import { OperationalError } from '../../shared/errors/operational-error.ts';
import type { LeaseHeld } from '../index/index-writer.ts';
import type { ChunkChanges } from './compare-chunks.ts';

/** What `sync --json` prints: one execution of the worker, whatever came of it. */
export interface RunReport {
  readonly outcome: RunOutcome;
  /** Only present, and true, where nothing was done: the outcome is the one a real run would have. */
  readonly dryRun?: true;
  /** Only for a dry run: what would change for readers. */
  readonly plan?: readonly ChangedDocument[];
  /** The indexed commit before the run. */
  readonly from: Revision | null;
  /** The source's head; null where the source did not say. */
  readonly to: Revision | null;
  /** The published sequence after the run. */
  readonly sequence: number;
  readonly changes: Readonly<Record<ChangeKind, number>>;
  readonly chunks: ChunkChanges;
  readonly embeddings: {
    /** Texts embedded in this run. */
    readonly requested: number;
    /** Texts whose vector the index had. */
    readonly reused: number;
    readonly tokens: number;
  };
  /** Of documents, told apart by their bytes, that changed or have another model's summary, or none. */
  readonly summaries: {
    /** Documents a summary was asked for. */
    readonly requested: number;
    /** Documents whose summary the index had. */
    readonly reused: number;
    /** Documents left without one until the next run. */
    readonly failed: number;
    readonly tokens: number;
    /** Why the first of them failed. */
    readonly error?: RunError;
  };
  /** Requests made, retries included. */
  readonly requests: { readonly github: number; readonly openai: number };
  /** Files of the new revision that could not become documents. */
  readonly skipped: readonly SkippedDocument[];
  readonly durationMs: number;
  /** Only where the run was skipped: who holds the lease. */
  readonly lease?: LeaseHeld;
  readonly error?: RunError;
}

/** How many changes of each kind there are. */
export function countChanges(changes: readonly Change[]): Record<ChangeKind, number> {
  const counts = { added: 0, modified: 0, renamed: 0, removed: 0 };
  for (const { kind } of changes) counts[kind]++;
  return counts;
}

/** A failure as it is kept with the index and reported: of an unknown error the message, never a stack. */
export function runError(error: unknown): RunError {
  if (error instanceof OperationalError) {
    return { code: error.code, message: error.message, advice: error.advice };
  }
  return {
    code: 'INTERNAL',
    message: error instanceof Error ? error.message : String(error),
    advice: 'This is a defect: please report it with the log of this run.',
  };
}

/** The report of a run that has done nothing yet. */
export const EMPTY_REPORT = {
  from: null,
  to: null,
  sequence: 0,
  changes: countChanges([]),
  chunks: { total: 0, added: 0, removed: 0, kept: 0 },
  embeddings: { requested: 0, reused: 0, tokens: 0 },
  summaries: { requested: 0, reused: 0, failed: 0, tokens: 0 },
  requests: { github: 0, openai: 0 },
  skipped: [],
} as const satisfies Partial<RunReport>;
