import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { indexConfig } from '../src/shared/config/settings.ts';
import { indexVariables } from '../src/shared/config/variables.ts';
import type { Chunk } from '../src/shared/domain/chunk.ts';
import type { Document } from '../src/shared/domain/document.ts';
import type { IndexStatus } from '../src/shared/domain/index-status.ts';
import { openReader } from '../src/shared/index/open-reader.ts';
import { startWorker } from '../test/support/programs.ts';

/** The list of sources at the commits that the questions are graded for. */
const SOURCES_FILE = join(import.meta.dirname, 'sources.yaml');

/** What is indexed: the English docs alone, or all sources. */
export const CORPORA = ['all', 'docs'] as const;
export type CorpusName = (typeof CORPORA)[number];

/** Environment variables of worker and server. */
export type Settings = Readonly<Record<string, string>>;

/** The documents and chunks of an index that the worker synced. Disposal removes the folder of the index. */
export interface Corpus extends AsyncDisposable {
  /** Settings with which worker and server open the index. */
  readonly settings: Settings;
  readonly documents: readonly Document[];
  readonly chunks: readonly Chunk[];
  readonly status: IndexStatus;
}

/** Where the documents of the evaluation come from. */
export interface CorpusOptions {
  readonly corpus: CorpusName;
  /** `owner/name` → folder of a clone to read instead of GitHub. */
  readonly clones: ReadonlyMap<string, string>;
  /** The list of sources; absent: that of the evaluation. */
  readonly sourcesFile?: string;
}

/**
 * Syncs the sources at the commits of the list into a new index.
 * @param settings the token for GitHub, the embedder, and the index where it is not to be a SQLite file in a folder of
 *   its own
 * @throws Error with the output of the worker where the worker fails
 */
export async function syncCorpus(
  { corpus, clones, sourcesFile = SOURCES_FILE }: CorpusOptions,
  settings: Settings = {},
): Promise<Corpus> {
  const folder = await mkdtemp(join(tmpdir(), 'eino-docs-eval-'));
  const list = join(folder, 'sources.yaml');
  await writeFile(list, sourcesOf(await readFile(sourcesFile, 'utf8'), corpus, clones));
  const all = { INDEX_PATH: join(folder, 'index.db'), LOG_LEVEL: 'warn', ...settings, SOURCES: list };
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    await runWorkerCommand(['sync', '--rebuild', '--json'], all);
    const lines = (await runWorkerCommand(['export'], all)).split('\n').filter((line) => line !== '');
    const records = lines.map((line) => JSON.parse(line) as { document: Document } | { chunk: Chunk });
    return {
      settings: all,
      documents: records.flatMap((record) => ('document' in record ? [record.document] : [])),
      chunks: records.flatMap((record) => ('chunk' in record ? [record.chunk] : [])),
      status: await statusOf(all),
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function statusOf(settings: Settings): Promise<IndexStatus> {
  const reader = await openReader(indexConfig(indexVariables.parse(settings)), {
    clock: Date.now,
    delay: async (ms) => void (await delay(ms)),
  });
  try {
    return await reader.status();
  } finally {
    await reader.close();
  }
}

async function runWorkerCommand(args: readonly string[], settings: Settings): Promise<string> {
  const { exitCode, stdout, stderr } = await startWorker(args, settings);
  if (exitCode !== 0) throw new Error(`worker ${args.join(' ')} failed:\n${stderr}\n${stdout}`);
  return stdout;
}

interface ListedSource {
  readonly from: string;
  readonly roots: readonly unknown[];
}

/** The list of sources with clones in the place of repositories; for the docs alone its first root. */
function sourcesOf(yaml: string, corpus: CorpusName, clones: CorpusOptions['clones']): string {
  const sources = (parse(yaml) as ListedSource[]).map((source) => {
    const clone = clones.get(source.from.replace(/^github:/, ''));
    return clone === undefined ? source : { ...source, from: `git:${resolve(clone)}` };
  });
  const [first] = sources;
  if (corpus === 'all' || first === undefined) return stringify(sources);
  return stringify([{ ...first, roots: first.roots.slice(0, 1) }]);
}
