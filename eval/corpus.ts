import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chunk } from '../src/shared/domain/chunk.ts';
import type { Document } from '../src/shared/domain/document.ts';
import { startWorker } from '../test/support/programs.ts';

/** The commit of cloudwego/cloudwego.github.io that the questions were written for. */
export const COMMIT = '925e26564f03ee514e37af1563e1631a34d6d845';

export type Settings = Readonly<Record<string, string>>;

/** An index of the corpus, made by the worker as anybody would make it. */
export interface Corpus extends AsyncDisposable {
  /** Settings under which worker and server find the index. */
  readonly settings: Settings;
  readonly documents: readonly Document[];
  readonly chunks: readonly Chunk[];
}

/** Syncs a commit, not what came after it, into a fresh index: a SQLite file, or what `settings` name. */
export async function syncCorpus(settings: Settings, commit = COMMIT): Promise<Corpus> {
  const folder = await mkdtemp(join(tmpdir(), 'eino-docs-eval-'));
  const all = { INDEX_PATH: join(folder, 'index.db'), LOG_LEVEL: 'warn', ...settings, DOCS_REF: commit };
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    await worker(['sync', '--rebuild', '--json'], all);
    const lines = (await worker(['export'], all)).split('\n').filter((line) => line !== '');
    const records = lines.map((line) => JSON.parse(line) as { document: Document } | { chunk: Chunk });
    return {
      settings: all,
      documents: records.flatMap((record) => ('document' in record ? [record.document] : [])),
      chunks: records.flatMap((record) => ('chunk' in record ? [record.chunk] : [])),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function worker(args: readonly string[], settings: Settings): Promise<string> {
  const { exitCode, stdout, stderr } = await startWorker(args, settings);
  if (exitCode !== 0) throw new Error(`worker ${args.join(' ')} failed:\n${stderr}\n${stdout}`);
  return stdout;
}
