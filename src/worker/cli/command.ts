import type { Clock, Delay } from '../../shared/clock.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import type { ExitCode } from '../../shared/exit-codes.ts';
import type { IndexReader } from '../../shared/index/index-reader.ts';
import type { Logger } from '../../shared/logger.ts';
import type { WorkerConfig } from '../config.ts';
import type { IndexWriter } from '../index/index-writer.ts';
import type { DocsSource } from '../source/docs-source.ts';
import type { Summarizer } from '../summary/summarizer.ts';
import type { RunReport } from '../sync/run-report.ts';
import type { Progress } from '../sync/sync-run.ts';
import type { Flag } from './arguments.ts';

/** What a command needs of stderr. */
export type Output = NodeJS.WritableStream & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>;

/** Shows people a sync: while it runs, and what came of it. */
export interface Display {
  readonly progress: Progress;
  readonly logger: Logger;
  show(report: RunReport): void;
}

interface AdapterDeps {
  readonly clock: Clock;
  readonly delay: Delay;
  readonly logger: Logger;
}

/** How the adapters the configuration names are opened. */
interface Adapters {
  openSource(config: WorkerConfig['source'], deps: AdapterDeps): Promise<DocsSource>;
  openEmbedder(config: WorkerConfig['embedding'], deps: AdapterDeps): Embedder | null;
  openSummarizer(config: WorkerConfig['summaries'], deps: AdapterDeps): Summarizer | null;
  openWriter(config: Pick<WorkerConfig, 'index' | 'storage'>, deps: AdapterDeps): Promise<IndexWriter>;
  openReader(config: WorkerConfig['index'], deps: AdapterDeps): Promise<IndexReader>;
}

/** Everything a command works with. */
export interface CommandContext {
  readonly config: WorkerConfig;
  readonly flags: ReadonlySet<Flag>;
  readonly adapters: Adapters;
  readonly clock: Clock;
  readonly delay: Delay;
  /** From 0 to 1, as Math.random. */
  readonly random: () => number;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: Output;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** Names this process in a lease. */
  readonly owner: string;
}

/** Resolves with the exit code; rejects with an OperationalError that is shown in one line. */
export type Command = (context: CommandContext) => Promise<ExitCode>;
