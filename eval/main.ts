/**
 * `npm run eval [-- --set tune|report|all] [--corpus all|docs] [--clone owner/name=folder]… [--misses] [--save file]
 * [--against file] [--rankings file]… [--ablation | --readme]`: asks the questions of every configuration and prints what
 * the answers are worth, with 95 % intervals. The corpus comes from GitHub, or with --clone from a clone.
 *
 * With `--save` it writes the scores of each question, with `--against` it compares itself with an earlier run question by
 * question. `--rankings` adds an engine that was asked elsewhere. With `--ablation` it prints what each step of the search
 * is worth. With `--readme` it prints the tables of the README, which compare the search with plain full-text search. With
 * OPENAI_BASE_URL or OPENAI_API_KEY the vectors of that endpoint are measured too, with QDRANT_BIN everything over Qdrant.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { embeddingConfig } from '../src/shared/config/settings.ts';
import { embeddingVariables } from '../src/shared/config/variables.ts';
import type { Embedder } from '../src/shared/embedding/embedder.ts';
import { openEmbedder } from '../src/shared/embedding/open-embedder.ts';
import { type QdrantServer, startQdrant } from '../test/support/qdrant-server.ts';
import { printAblation } from './ablation.ts';
import { type Settings, syncCorpus } from './corpus.ts';
import { bm25Baseline, denseBaseline, headingSections, wholeDocuments } from './engines/baselines.ts';
import { startProduct } from './engines/product.ts';
import { recordedEngine } from './engines/recorded.ts';
import { printFirstResults } from './first-results.ts';
import { type Engine, type Measurement, measure } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { readScores, saveScores } from './saved-scores.ts';
import { printComparison, printMeasurements } from './tables.ts';

/** The product with some settings. */
interface Configuration {
  readonly name: string;
  readonly settings: Settings;
  /** The search mode expected of every answer, so that no fallback is measured as something else. */
  readonly mode: 'lexical' | 'hybrid';
}

const options = optionsOrExit();
const github = settingsOf(['GITHUB_TOKEN', 'GITHUB_API_URL']);
const endpoint = settingsOf([
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'EMBEDDING_MODEL',
  'EMBEDDING_DIMENSIONS',
  'EMBEDDING_DOCUMENT_PREFIX',
  'EMBEDDING_QUERY_PREFIX',
  'EMBEDDING_BATCH_SIZE',
  'EMBEDDING_MAX_TOKENS',
]);
const hasEndpoint = 'OPENAI_API_KEY' in endpoint || 'OPENAI_BASE_URL' in endpoint;

const KEYLESS: Configuration = { name: 'this, no key', settings: {}, mode: 'hybrid' };
const CONFIGURATIONS: readonly Configuration[] = [
  { name: 'this, words alone', settings: { EMBEDDINGS: 'off' }, mode: 'lexical' },
  KEYLESS,
  ...(hasEndpoint ? [{ name: 'this, endpoint', settings: endpoint, mode: 'hybrid' } as const] : []),
];

const saved = options.against === undefined ? null : await readScores(options.against);
const recorded = await Promise.all(options.rankings.map(recordedEngine));
const measurements: Measurement[] = [];

await using corpus = await syncCorpus(options, github);
console.log(`${corpus.documents.length} documents, ${corpus.chunks.length} chunks\n`);
if (options.ablation) await printAblation(corpus, options.set, embedderOf(endpoint));
else if (options.readme) await printReadmeTables();
else await printReport();

async function printReport(): Promise<void> {
  for (const engine of recorded) await measureEngine(engine);
  await measureEngine(bm25Baseline('documents, BM25', wholeDocuments(corpus.documents)));
  await measureEngine(bm25Baseline('sections, BM25', headingSections(corpus.documents, 6)));
  if (hasEndpoint) await measureEngine(await headingsByVector(endpoint));
  for (const configuration of CONFIGURATIONS) await measureOverSqlite(configuration);
  if (process.env['QDRANT_BIN'] !== undefined) await measureOverQdrant(process.env['QDRANT_BIN']);
  printMeasurements(measurements, KEYLESS.name);
  if (options.save !== undefined) await saveScores(options.save, measurements);
  if (saved !== null) printComparison(measurements, saved);
}

/** The original system: sections below the headings of the first two levels, by their vectors alone. */
async function headingsByVector(settings: Settings): Promise<Engine> {
  const embedder = embedderOf(settings);
  if (embedder === null) throw new Error('no embedder is configured');
  return await denseBaseline('H1/H2, dense', headingSections(corpus.documents, 2), embedder);
}

/** The embedder that the product opens with these settings. */
function embedderOf(settings: Settings): Embedder | null {
  return openEmbedder(embeddingConfig(embeddingVariables.parse(settings)), {
    clock: Date.now,
    delay: async (ms, signal) =>
      void (await delay(ms, undefined, { ...(signal === undefined ? {} : { signal }) })),
  });
}

async function printReadmeTables(): Promise<void> {
  await using ours = await startProduct('eino-docs-mcp', corpus.settings, KEYLESS.mode);
  const plain = bm25Baseline('plain full text', wholeDocuments(corpus.documents));
  await printFirstResults(ours, plain, corpus, options.set);
}

async function measureOverSqlite(configuration: Configuration): Promise<void> {
  if (configuration === KEYLESS) return await measureProduct(configuration, corpus.settings);
  await using indexed = await syncCorpus(options, { ...github, ...configuration.settings });
  await measureProduct(configuration, indexed.settings);
}

async function measureOverQdrant(program: string): Promise<void> {
  const qdrant = await startQdrant(program);
  try {
    for (const [number, configuration] of CONFIGURATIONS.entries()) {
      const at = (key: string) => qdrantSettings(qdrant, key, `eval-${number}`);
      await using _ = await syncCorpus(options, {
        ...github,
        ...configuration.settings,
        ...at(qdrant.key ?? ''),
      });
      await measureProduct(
        { ...configuration, name: `${configuration.name}, Qdrant` },
        { ...configuration.settings, ...at(qdrant.readOnlyKey), LOG_LEVEL: 'warn' },
      );
    }
  } finally {
    await qdrant.stop();
  }
}

function qdrantSettings({ url }: QdrantServer, key: string, collection: string): Settings {
  return { QDRANT_URL: url, QDRANT_API_KEY: key, QDRANT_COLLECTION: collection };
}

async function measureProduct({ name, mode }: Configuration, settings: Settings): Promise<void> {
  await using product = await startProduct(name, settings, mode);
  await measureEngine(product);
}

async function measureEngine(engine: Engine): Promise<void> {
  const measurement = await measure(engine, corpus.documents, options.set);
  measurements.push(measurement);
  if (options.misses) for (const miss of measurement.misses) console.log(`${engine.name}: ${miss}`);
}

/** Those of the environment variables that are set and not empty. */
function settingsOf(names: readonly string[]): Settings {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`eval: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  }
}
