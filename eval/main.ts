/**
 * `npm run eval [-- --set tune|report|all] [--misses] [--ablation]`: asks the questions of every configuration and
 * prints what the answers are worth, or with `--ablation` what each step of the search is worth. The corpus comes from
 * GitHub, or with DOCS_SOURCE=git:<clone> from a clone. With OPENAI_BASE_URL or OPENAI_API_KEY the dense and hybrid
 * configurations are measured too, with QDRANT_BIN also those over Qdrant.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { printTable } from '../bench/support/table.ts';
import { embeddingVariables } from '../src/shared/config/program-variables.ts';
import { openEmbedder } from '../src/shared/embedding/open-embedder.ts';
import { startQdrant } from '../test/support/qdrant-server.ts';
import { printAblation } from './ablation.ts';
import { headingSections, wholeDocuments } from './baselines.ts';
import { type Corpus, type Settings, syncCorpus } from './corpus.ts';
import { denseEngine } from './engines/dense.ts';
import type { Engine } from './engines/engine.ts';
import { fullTextEngine } from './engines/full-text.ts';
import { type Product, startProduct } from './engines/product.ts';
import { type Measured, measure, printMeasured } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { offTopicQuestions } from './questions/questions.ts';

const { set, misses, ablation } = optionsOrExit();

const source = chosen(['DOCS_SOURCE', 'GITHUB_TOKEN', 'GITHUB_API_URL']);
const embedding = chosen([
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'EMBEDDING_MODEL',
  'EMBEDDING_DIMENSIONS',
  'EMBEDDING_QUERY_PREFIX',
]);
const embedder = openEmbedder(embeddingVariables.parse(embedding), {
  clock: Date.now,
  delay: async (ms, signal) =>
    void (await delay(ms, undefined, { ...(signal === undefined ? {} : { signal }) })),
});
const measured: Measured[] = [];
const doubts: string[][] = [];

await using corpus = await syncCorpus(source);
console.log(`${corpus.documents.length} documents, ${corpus.chunks.length} chunks\n`);
if (ablation) await printAblation(corpus, set, embedder);
else await compare();

async function compare(): Promise<void> {
  await score(fullTextEngine('whole documents, BM25', wholeDocuments(corpus.documents)));
  await score(fullTextEngine('sections, BM25', headingSections(corpus.documents, 6)));
  await product('this, lexical', corpus.settings, 'lexical');
  if (embedder !== null) {
    await score(await denseEngine('H1/H2 sections, dense', headingSections(corpus.documents, 2), embedder));
    await using indexed = await syncCorpus({ ...source, ...embedding });
    await product('this, hybrid', indexed.settings, 'hybrid');
  }
  if (process.env['QDRANT_BIN'] !== undefined) await overQdrant(process.env['QDRANT_BIN']);
  printMeasured(measured);
  printTable(
    ['says when nothing is close', 'right answers doubted', 'wrong answers trusted', 'off-topic trusted'],
    doubts,
  );
}

async function overQdrant(program: string): Promise<void> {
  const qdrant = await startQdrant(program);
  try {
    const at = (key: string, collection: string) => ({
      QDRANT_URL: qdrant.url,
      QDRANT_API_KEY: key,
      QDRANT_COLLECTION: collection,
    });
    const modes = embedder === null ? (['lexical'] as const) : (['lexical', 'hybrid'] as const);
    for (const mode of modes) {
      const settings = { ...source, ...(mode === 'hybrid' ? embedding : {}) };
      await using _ = await syncCorpus({ ...settings, ...at(qdrant.key ?? '', mode) });
      await product(
        `this, ${mode}, Qdrant`,
        { ...settings, ...at(qdrant.readOnlyKey, mode), LOG_LEVEL: 'warn' },
        mode,
      );
    }
  } finally {
    await qdrant.stop();
  }
}

async function product(name: string, settings: Settings, mode: 'lexical' | 'hybrid'): Promise<void> {
  await using engine = await startProduct(name, settings, mode);
  const { asked } = await score(engine);
  const share = async (questions: readonly string[], trusted: boolean) =>
    `${await countTrusted(engine, questions, trusted)} of ${questions.length}`;
  doubts.push([
    name,
    await share(questionsThat(asked, true), false),
    await share(questionsThat(asked, false), true),
    await share(offTopicQuestions(), true),
  ]);
}

function questionsThat(asked: Measured['asked'], wereAnswered: boolean): string[] {
  return asked.filter(({ answered }) => answered === wereAnswered).map(({ question }) => question);
}

async function countTrusted(
  engine: Product,
  questions: readonly string[],
  trusted: boolean,
): Promise<number> {
  let count = 0;
  for (const question of questions) if ((await engine.confident(question)) === trusted) count += 1;
  return count;
}

async function score(engine: Engine): Promise<Measured> {
  const result = await measure(engine, corpus as Corpus, set);
  measured.push(result);
  if (misses) for (const miss of result.misses) console.log(`${engine.name}: ${miss}`);
  return result;
}

function chosen(names: readonly string[]): Settings {
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
