import { copyFile } from 'node:fs/promises';
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
import { SourceSet } from '../../src/worker/source/source-set.ts';
import type { Summarizer } from '../../src/worker/summary/summarizer.ts';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { sync } from '../../src/worker/sync/sync.ts';
import type { Progress, SyncRequest } from '../../src/worker/sync/sync-run.ts';
import type { IndexLocation } from '../contract/index/index-fixture.ts';
import { createTemporaryFolder, removeFolder } from './temporary-folder.ts';

const silentProgress: Progress = { started() {}, advanced() {}, finished() {} };

/** Overrides of the defaults for one sync in a test. */
export interface SyncOptions extends Partial<SyncRequest> {
  readonly embedder?: Embedder | null;
  readonly summarizer?: Summarizer | null;
  readonly writer?: IndexWriter;
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
  readonly owner?: string;
}

/** An index of one test, with a reader and a writer, and syncs into it within the test's process. */
export class SyncFixture {
  readonly writer: IndexWriter;
  readonly reader: IndexReader;
  /** Milliseconds by which the clock of the syncs is ahead of the system clock. */
  ahead = 0;
  readonly #clock: Clock = () => Date.now() + this.ahead;
  readonly #location: IndexLocation;

  constructor(location: IndexLocation) {
    this.#location = location;
    this.writer = location.openWriter(this.#clock);
    this.reader = location.openReader();
  }

  /** @param sources the only source, or the list of sources */
  sync(sources: DocsSource | readonly DocsSource[], options: SyncOptions = {}): Promise<RunReport> {
    const {
      embedder = null,
      summarizer = null,
      rebuild = false,
      dryRun = false,
      allowMassDelete = false,
      dropSources = false,
      dueBy,
    } = options;
    return sync(
      {
        sources: new SourceSet([sources].flat()),
        embedder,
        summarizer,
        writer: options.writer ?? this.writer,
        clock: this.#clock,
        progress: options.progress ?? silentProgress,
        logger: silentLogger,
        owner: options.owner ?? 'test',
      },
      { rebuild, dryRun, allowMassDelete, dropSources, dueBy },
      options.signal ?? new AbortController().signal,
    );
  }

  /** Returns what the `export` command prints. */
  async export(): Promise<string> {
    return exportOf(this.reader);
  }

  /** Closes the reader and the writer, and removes the index. */
  async dispose(): Promise<void> {
    try {
      await this.reader.close();
      await this.writer.close();
    } finally {
      await this.#location.remove();
    }
  }
}

/** A fixture whose index is a SQLite file in a folder of its own. */
export class SqliteSyncFixture extends SyncFixture {
  readonly indexPath: string;

  private constructor(folder: string) {
    const indexPath = join(folder, 'index.db');
    super({
      openReader: () => new SqliteReader(indexPath),
      openWriter: (clock) => new SqliteWriter(indexPath, { clock }),
      remove: () => removeFolder(folder),
    });
    this.indexPath = indexPath;
  }

  /** @param original path of a closed index file that the fixture starts with a copy of */
  static async create(original?: string): Promise<SqliteSyncFixture> {
    const fixture = new SqliteSyncFixture(await createTemporaryFolder('sync'));
    if (original !== undefined) await copyFile(original, fixture.indexPath);
    return fixture;
  }
}

/** Returns what the `export` command prints of an index. */
export async function exportOf(reader: IndexReader): Promise<string> {
  let text = '';
  for await (const line of exportLines(reader.scan())) text += line;
  return text;
}
