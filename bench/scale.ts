/**
 * Measures how costs grow with the corpus: generated docs of 100, 1,000 and 10,000 different pages (or pages of a
 * folder) over SQLite and, with QDRANT_BIN, over Qdrant. Prints a table for each store, with ratios to the smallest corpus.
 * `QDRANT_PROFILE` chooses how Qdrant stores.
 * `npm run bench -- scale [--sizes 100,1000] [--stores sqlite] [--docs folder] [--dimensions 1536]`
 */
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { GitRepository } from '../test/support/git-repository.ts';
import { startLoopbackEmbeddings } from '../test/support/loopback-embeddings.ts';
import { peakMiB } from '../test/support/process-usage.ts';
import { type HttpProgram, startHttpProgram } from '../test/support/programs.ts';
import { startQdrant } from '../test/support/qdrant-server.ts';
import { createTemporaryFolder, removeFolder } from '../test/support/temporary-folder.ts';
import { BUILT_SERVER, buildPrograms, deployedNodeOptions } from './support/built-programs.ts';
import {
  type CorpusPage,
  generatedCorpus,
  pagesBelow,
  queriesAbout,
  withOneWordMore,
} from './support/corpus.ts';
import { load, toolCall } from './support/load.ts';
import { type MeasuredSync, measureSync } from './support/measured-sync.ts';
import { printTable } from './support/table.ts';

/** How often runs and starts are measured; the median counts. */
const TIMES = 5;
const SEARCH_SECONDS = 8;
const CLIENTS = [1, 16];
const QUERIES = 5_000;
const HEALTH_PAUSE_MS = 20;

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    sizes: { type: 'string', default: '100,1000,10000' },
    stores: { type: 'string', default: process.env['QDRANT_BIN'] ? 'sqlite,qdrant' : 'sqlite' },
    docs: { type: 'string' },
    dimensions: { type: 'string' },
  },
});
const sizes = options.sizes.split(',').map(Number);
const { dimensions } = options;

/** What is measured of one corpus in one store, by name. */
type Measures = Map<string, number>;

const folder = await createTemporaryFolder('scale');
const embeddings =
  dimensions === undefined ? null : await startLoopbackEmbeddings({ dimensions: Number(dimensions) });
try {
  await buildPrograms();
  const load1 = loadavg()[0]?.toFixed(1);
  console.log(
    `node ${process.version}, ${cpus().length} CPUs (the load generator uses one), load ${load1} at the start; ${options.docs ?? 'generated docs'}; ${dimensions === undefined ? 'word vectors' : `${dimensions} dimensions`}`,
  );
  for (const store of options.stores.split(',')) {
    const columns: Measures[] = [];
    for (const size of sizes) columns.push(await measureCorpus(store, size));
    console.log(`\n${store}\n`);
    printColumns(columns);
  }
} finally {
  await embeddings?.close();
  await removeFolder(folder);
}

async function measureCorpus(store: string, size: number): Promise<Measures> {
  const pages = options.docs === undefined ? generatedCorpus(size) : await pagesBelow(options.docs, size);
  using repository = GitRepository.create(join(folder, `${store}-${size}`));
  for (const { path, content } of pages) repository.write(path, content);
  repository.commit('docs: start');
  const qdrant = store === 'qdrant' ? await startQdrant(process.env['QDRANT_BIN'] ?? 'qdrant') : null;
  const settings = {
    DOCS_SOURCE: `git:${repository.folder}`,
    DOCS_PATH: '.',
    ...(qdrant === null
      ? { INDEX_PATH: join(folder, `${size}.db`) }
      : {
          QDRANT_URL: qdrant.url,
          QDRANT_API_KEY: qdrant.key,
          QDRANT_PROFILE: process.env['QDRANT_PROFILE'] ?? 'small',
        }),
    ...(embeddings === null
      ? {}
      : { OPENAI_BASE_URL: embeddings.url, EMBEDDING_DIMENSIONS: dimensions ?? '' }),
  };
  try {
    const measures: Measures = new Map();
    const markdown = pages.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0) / 1e6;
    measures.set('Markdown, MB', markdown);
    await measureSyncs(measures, settings, repository, pages);
    await measureServer(measures, settings, pages);
    if (qdrant !== null) measures.set('Qdrant, peak MB', qdrant.peakMiB() * 1.048576);
    const disk =
      qdrant === null ? await diskMegabytes(join(folder, `${size}.db`)) : await diskMegabytes(qdrant.storage);
    measures.set('on disk, MB', disk);
    measures.set('on disk ÷ Markdown', disk / markdown);
    return measures;
  } finally {
    await qdrant?.stop();
  }
}

type Settings = Readonly<Record<string, string>>;

async function measureSyncs(
  measures: Measures,
  settings: Settings,
  repository: GitRepository,
  pages: readonly CorpusPage[],
): Promise<void> {
  const first = await measureSync(settings);
  measures.set('chunks', first.report.chunks.total);
  measures.set('first sync, s', first.seconds);
  measures.set('first sync, processor s', first.cpuSeconds);
  // The run after a first sync reads the history of the sources.
  await measureSync(settings);
  const unchanged: MeasuredSync[] = [];
  for (let i = 0; i < TIMES; i++) unchanged.push(await measureSync(settings));
  const edited: MeasuredSync[] = [];
  for (let i = 0; i < TIMES; i++) {
    const page = pages[Math.floor((pages.length * (i + 0.5)) / TIMES)];
    if (page === undefined) continue;
    repository.write(page.path, withOneWordMore(page.content));
    repository.commit(`docs: edit ${page.path}`);
    const run = await measureSync(settings);
    if (run.report.outcome !== 'published') throw new Error(`the edit of ${page.path} was not published`);
    edited.push(run);
  }
  for (const [name, runs] of [
    ['unchanged run', unchanged],
    ['one word edited', edited],
  ] as const) {
    measures.set(`${name}, s`, median(runs.map(({ seconds }) => seconds)));
    measures.set(`${name}, processor s`, median(runs.map(({ cpuSeconds }) => cpuSeconds)));
  }
  measures.set('worker, peak MB', Math.max(...[first, ...edited].map(({ megabytes }) => megabytes)));
  measures.set('worker at an edit, peak MB', Math.max(...edited.map(({ megabytes }) => megabytes)));
}

async function measureServer(
  measures: Measures,
  settings: Settings,
  pages: readonly CorpusPage[],
): Promise<void> {
  const { DOCS_SOURCE: _, DOCS_PATH: __, ...index } = settings;
  const env = {
    ...index,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '0',
    NODE_OPTIONS: await deployedNodeOptions(),
  };
  const queries = queriesAbout(pages, QUERIES);
  let asked = 0;
  const nextQuery = () => queries[asked++ % queries.length] ?? '';
  const starts: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    await using server = await startHttpProgram([BUILT_SERVER, '--http'], env);
    starts.push(server.startMs + (await timeSearch(server, nextQuery())));
    unknown.push(await timeSearch(server, `${nextQuery()} qwertzvocabulry${i}`));
  }
  measures.set('start to first answer, ms', median(starts));
  measures.set('first query with an unknown word, ms', median(unknown));

  await using server = await startHttpProgram([BUILT_SERVER, '--http'], env);
  const call = { path: '/mcp', body: () => toolCall('search_docs', { query: nextQuery() }) };
  await load({ url: server.url, call, clients: 1, until: { seconds: 1 } });
  for (const clients of CLIENTS) {
    const stop = new AbortController();
    const health = healthLatencies(server, stop.signal);
    const { perSecond, p50, p99 } = await load({
      url: server.url,
      call,
      clients,
      until: { seconds: SEARCH_SECONDS },
    });
    stop.abort();
    const polled = await health;
    const name = `new search, ${clients} client${clients === 1 ? '' : 's'}`;
    measures.set(`${name}, per s`, perSecond);
    measures.set(`${name}, p50 ms`, p50);
    measures.set(`${name}, p99 ms`, p99);
    measures.set(`/health meanwhile, ${clients}, p99 ms`, polled[Math.floor(polled.length * 0.99)] ?? 0);
  }
  measures.set('server, peak MB', peakMiB(server.pid) * 1.048576);
}

async function timeSearch(server: HttpProgram, query: string): Promise<number> {
  const call = { path: '/mcp', body: () => toolCall('search_docs', { query }) };
  return (await load({ url: server.url, call, clients: 1, until: { calls: 1 } })).p50;
}

/** Asks for /health again and again until the signal. @returns milliseconds, in ascending order */
async function healthLatencies(server: HttpProgram, signal: AbortSignal): Promise<number[]> {
  const all: number[] = [];
  while (!signal.aborted) {
    all.push(
      (await load({ url: server.url, call: { path: '/health' }, clients: 1, until: { calls: 1 } })).p50,
    );
    await new Promise((resolve) => setTimeout(resolve, HEALTH_PAUSE_MS));
  }
  return all.sort((a, b) => a - b);
}

/** What a file or folder takes on disk: a file with holes takes less than its length. */
async function diskMegabytes(path: string): Promise<number> {
  const { stdout } = await execa('du', ['-sk', path]);
  return (Number.parseInt(stdout, 10) * 1024) / 1e6;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function printColumns(columns: readonly Measures[]): void {
  const [smallest, ...larger] = columns;
  if (smallest === undefined) return;
  const headings = [
    'pages',
    ...sizes.map((size) => size.toLocaleString('en-US')),
    ...sizes.slice(1).map((size) => `${size.toLocaleString('en-US')} ÷ ${sizes[0]}`),
  ];
  const rows = [...smallest].map(([name, value]) => [
    name,
    ...columns.map((measures) => measures.get(name) ?? 0),
    ...larger.map((measures) => (measures.get(name) ?? 0) / value),
  ]);
  printTable(headings, rows);
}
