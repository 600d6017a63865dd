/**
 * `npm run eval [-- --set tune|report|all] [--corpus all|docs] [--clone owner/name=folder]… [--misses]
 * [--ablation | --readme]`: asks the questions of every configuration and prints what the answers are worth. With
 * `--ablation` it prints what each step of the search is worth. With `--readme` it prints the tables of the README, which
 * compare the lexical search with plain full-text search. The corpus comes from GitHub, or with --clone from a clone. With
 * OPENAI_BASE_URL or OPENAI_API_KEY the dense and hybrid configurations are measured too, with QDRANT_BIN also those over
 * Qdrant.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { printTable } from '../bench/support/table.ts';
import { embeddingConfig } from '../src/shared/config/settings.ts';
import { embeddingVariables } from '../src/shared/config/variables.ts';
import { openEmbedder } from '../src/shared/embedding/open-embedder.ts';
import { startQdrant } from '../test/support/qdrant-server.ts';
import { printAblation } from './ablation.ts';
import { type Settings, syncCorpus } from './corpus.ts';
import { bm25Baseline, denseBaseline, headingSections, wholeDocuments } from './engines/baselines.ts';
import { type Product, startProduct } from './engines/product.ts';
import { printFirstResults } from './first-results.ts';
import { type Engine, type Measurement, measure, printMeasurements } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { offTopicQuestions } from './questions/questions.ts';

const options = optionsOrExit();
const { set, misses, ablation, readme } = options;

const github = settingsOf(['GITHUB_TOKEN', 'GITHUB_API_URL']);
const embedding = settingsOf([
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'EMBEDDING_MODEL',
  'EMBEDDING_DIMENSIONS',
  'EMBEDDING_QUERY_PREFIX',
]);
const embedder = openEmbedder(embeddingConfig(embeddingVariables.parse(embedding)), {
  clock: Date.now,
  delay: async (ms, signal) =>
    void (await delay(ms, undefined, { ...(signal === undefined ? {} : { signal }) })),
});
const measurements: Measurement[] = [];
const confidence: string[][] = [];

await using corpus = await syncCorpus(options, github);
console.log(`${corpus.documents.length} documents, ${corpus.chunks.length} chunks\n`);
if (ablation) await printAblation(corpus, set, embedder);
else if (readme) await printReadmeTables();
else await printComparison();

async function printComparison(): Promise<void> {
  await measureEngine(bm25Baseline('whole documents, BM25', wholeDocuments(corpus.documents)));
  await measureEngine(bm25Baseline('sections, BM25', headingSections(corpus.documents, 6)));
  await measureProduct('this, lexical', corpus.settings, 'lexical');
  if (embedder !== null) {
    const sections = headingSections(corpus.documents, 2);
    await measureEngine(await denseBaseline('H1/H2 sections, dense', sections, embedder));
    await using indexed = await syncCorpus(options, { ...github, ...embedding });
    await measureProduct('this, hybrid', indexed.settings, 'hybrid');
  }
  if (process.env['QDRANT_BIN'] !== undefined) await measureOverQdrant(process.env['QDRANT_BIN']);
  printMeasurements(measurements);
  printTable(
    ['says when nothing is close', 'right answers doubted', 'wrong answers trusted', 'off-topic trusted'],
    confidence,
  );
}

async function printReadmeTables(): Promise<void> {
  await using ours = await startProduct('eino-docs-mcp', corpus.settings, 'lexical');
  const plain = bm25Baseline('plain full text', wholeDocuments(corpus.documents));
  await printFirstResults(ours, plain, corpus, set);
}

async function measureOverQdrant(program: string): Promise<void> {
  const qdrant = await startQdrant(program);
  try {
    const at = (key: string, collection: string) => ({
      QDRANT_URL: qdrant.url,
      QDRANT_API_KEY: key,
      QDRANT_COLLECTION: collection,
    });
    const modes = embedder === null ? (['lexical'] as const) : (['lexical', 'hybrid'] as const);
    for (const mode of modes) {
      const settings = mode === 'hybrid' ? embedding : {};
      await using _ = await syncCorpus(options, {
        ...github,
        ...settings,
        ...at(qdrant.key ?? '', mode),
      });
      await measureProduct(
        `this, ${mode}, Qdrant`,
        { ...settings, ...at(qdrant.readOnlyKey, mode), LOG_LEVEL: 'warn' },
        mode,
      );
    }
  } finally {
    await qdrant.stop();
  }
}

async function measureProduct(name: string, settings: Settings, mode: 'lexical' | 'hybrid'): Promise<void> {
  await using product = await startProduct(name, settings, mode);
  const { asked } = await measureEngine(product);
  const share = async (questions: readonly string[], confident: boolean) =>
    `${await countConfident(product, questions, confident)} of ${questions.length}`;
  for (const language of ['english', 'chinese'] as const) {
    const inLanguage = asked.filter(({ kind }) => (kind === 'chinese') === (language === 'chinese'));
    if (inLanguage.length === 0) continue;
    const questionsWhere = (answered: boolean) =>
      inLanguage.filter((one) => one.answered === answered).map(({ question }) => question);
    confidence.push([
      `${name}, ${language}`,
      await share(questionsWhere(true), false),
      await share(questionsWhere(false), true),
      await share(offTopicQuestions(language), true),
    ]);
  }
}

/** Counts the questions that the product answers with confidence, or without it. */
async function countConfident(
  product: Product,
  questions: readonly string[],
  confident: boolean,
): Promise<number> {
  let count = 0;
  for (const question of questions) if ((await product.confident(question)) === confident) count += 1;
  return count;
}

async function measureEngine(engine: Engine): Promise<Measurement> {
  const measurement = await measure(engine, corpus.documents, set);
  measurements.push(measurement);
  if (misses) for (const miss of measurement.misses) console.log(`${engine.name}: ${miss}`);
  return measurement;
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
