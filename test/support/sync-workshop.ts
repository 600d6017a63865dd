import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/shared/clock.ts';
import type { Embedder } from '../../src/shared/embedding/embedder.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { SqliteReader } from '../../src/shared/index/sqlite/sqlite-reader.ts';
import { silentLogger } from '../../src/shared/logger.ts';
import { exportLines } from '../../src/worker/cli/export-command.ts';
import type { IndexWriter } from '../../src/worker/index/index-writer.ts';
import { SqliteWriter } from '../../src/worker/index/sqlite/sqlite-writer.ts';
import type { DocsSource } from '../../src/worker/source/docs-source.ts';
import type { Summarizer } from '../../src/worker/summary/summarizer.ts';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { sync } from '../../src/worker/sync/sync.ts';
import type { Progress, SyncRequest } from '../../src/worker/sync/sync-run.ts';
import type { IndexPlace } from '../contract/index/index-place.ts';

const silentProgress: Progress = { started() {}, advanced() {}, finished() {} };

/** Overrides of the defaults for one sync in a test. */
export interface SyncOptions extends Partial<SyncRequest> {
  readonly embedder?: Embedder | null;
  readonly summarizer?: Summarizer | null;
  readonly writer?: IndexWriter;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly siteUrl?: string | null;
  readonly owner?: string;
}

/** A temporary index, and syncs into it in this process. */
export class SyncWorkshop {
  readonly writer: IndexWriter;
  readonly reader: IndexReader;
  /** Milliseconds by which its clock is ahead of the system clock. */
  ahead = 0;
  readonly #clock: Clock = () => Date.now() + this.ahead;
  readonly #place: IndexPlace;

  constructor(place: IndexPlace) {
    this.#place = place;
    this.writer = place.openWriter(this.#clock);
    this.reader = place.openReader();
  }

  sync(source: DocsSource, options: SyncOptions = {}): Promise<RunReport> {
    const {
      embedder = null,
      summarizer = null,
      siteUrl = null,
      rebuild = false,
      dryRun = false,
      allowMassDelete = false,
    } = options;
    return sync(
      {
        source,
        embedder,
        summarizer,
        writer: options.writer ?? this.writer,
        site: { siteUrl },
        clock: this.#clock,
        progress: options.progress ?? silentProgress,
        logger: silentLogger,
        owner: options.owner ?? 'test',
      },
      { rebuild, dryRun, allowMassDelete },
      options.signal ?? new AbortController().signal,
    );
  }

  /** What `export` prints. */
  async export(): Promise<string> {
    return exportOf(this.reader);
  }

  async dispose(): Promise<void> {
    await this.reader.close();
    await this.writer.close();
    await this.#place.remove();
  }
}

/** A workshop whose index is a SQLite file. */
export class SqliteWorkshop extends SyncWorkshop {
  readonly indexPath: string;

  private constructor(folder: string) {
    const indexPath = join(folder, 'index.db');
    super({
      openReader: () => new SqliteReader(indexPath),
      openWriter: (clock) => new SqliteWriter(indexPath, { clock }),
      remove: () => rm(folder, { recursive: true }),
    });
    this.indexPath = indexPath;
  }

  /** @param original path of a closed index file to start from */
  static async create(original?: string): Promise<SqliteWorkshop> {
    const shop = new SqliteWorkshop(await mkdtemp(join(tmpdir(), 'sync-')));
    if (original !== undefined) await copyFile(original, shop.indexPath);
    return shop;
  }
}

/** What `export` prints of an index. */
export async function exportOf(reader: IndexReader): Promise<string> {
  let text = '';
  for await (const line of exportLines(reader.scan())) text += line;
  return text;
}
