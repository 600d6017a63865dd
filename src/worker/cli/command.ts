import type { Clock, Delay } from '../../shared/clock.ts';
import type { SourceIdentity } from '../../shared/domain/source.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import type { ExitCode } from '../../shared/error-codes.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import type { Logger } from '../../shared/logger.ts';
import type { SyncProgress } from '../../shared/sync-progress.ts';
import type { WorkerConfig } from '../config.ts';
import type { IndexWriter } from '../index/index-writer.ts';
import type { DocumentPreparer } from '../prepare/document-preparer.ts';
import type { DocsSource } from '../source/docs-source.ts';
import type { GitHubSettings } from '../source/source-set.ts';
import type { Summarizer } from '../summary/summarizer.ts';

/** The commands and the flags each accepts. */
export const WORKER_COMMANDS = {
  sync: ['--if-due', '--rebuild', '--dry-run', '--allow-mass-delete', '--drop-sources', '--json'],
  schedule: [],
  status: ['--json'],
  export: [],
  verify: ['--repair', '--json'],
  drift: ['--json'],
  gaps: ['--json'],
  sources: ['--check', '--json'],
} as const satisfies Record<string, readonly `--${string}`[]>;

export type WorkerCommandName = keyof typeof WORKER_COMMANDS;
export type WorkerFlag = (typeof WORKER_COMMANDS)[WorkerCommandName][number];

/** A command of the worker. Resolves with the exit code; rejects with an OperationalError. */
export type WorkerCommand = (context: CommandContext) => Promise<ExitCode>;

/** Everything a command works with. */
export interface CommandContext {
  readonly config: WorkerConfig;
  readonly flags: ReadonlySet<WorkerFlag>;
  readonly adapters: WorkerAdapters;
  readonly clock: Clock;
  readonly delay: Delay;
  /** A random number from 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: StderrStream;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** Names a run in its lease: each time another name. */
  readonly nameOwner: () => string;
  /** Tells the process that started this one how far a sync is; absent if that one does not listen. */
  readonly tell?: ((progress: SyncProgress) => void) | undefined;
}

/** stderr, as far as a command uses it. */
export type StderrStream = NodeJS.WritableStream & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>;

/** Opens the adapters that the configuration names. */
export interface WorkerAdapters {
  openSource(source: SourceIdentity, github: GitHubSettings, deps: AdapterDeps): Promise<DocsSource>;
  openEmbedder(config: WorkerConfig['embedding'], deps: AdapterDeps): Embedder | null;
  openSummarizer(config: WorkerConfig['summaries'], deps: AdapterDeps): Summarizer | null;
  openPreparer(): DocumentPreparer;
  openWriter(config: Pick<WorkerConfig, 'index' | 'storage'>, deps: AdapterDeps): Promise<IndexWriter>;
  openReader(config: WorkerConfig['index'], deps: AdapterDeps): Promise<IndexReader>;
}

export interface AdapterDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}
