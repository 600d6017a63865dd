/**
 * Measures syncs, as processes of the built worker with a fake GitHub and a fake embedder on loopback: every kind of change
 * on one, ten and a hundred copies of the docs, and the replay of a whole history. The index is SQLite, or Qdrant if
 * QDRANT_URL is set. `npm run bench -- sync 1,10` omits the largest corpus.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { openReader } from '../src/shared/index/open-reader.ts';
import { readWorkerConfig } from '../src/worker/config.ts';
import type { RunReport } from '../src/worker/sync/run-report.ts';
import { checkOut, DOCS, docsHistory, documentPaths, repeatedDocs } from '../test/support/docs-history.ts';
import type { GitRepository } from '../test/support/git-repository.ts';
import { startLoopbackEmbeddings } from '../test/support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../test/support/loopback-github.ts';
import { createTemporaryFolder, removeFolder } from '../test/support/temporary-folder.ts';
import { BUILT_WORKER, buildPrograms } from './support/built-programs.ts';
import { printTable } from './support/table.ts';

const HEADINGS = [
  'run',
  'documents',
  'requests',
  'texts',
  'tokens',
  'chunks written',
  'seconds',
  'MB',
  'texts ÷ all',
  'time ÷ all',
];
const TOKEN = 'loopback';
const UNCHANGED_RUNS = 5;
/** A full sync is measured at every tenth commit of the replay. */
const FULL_SYNC_EVERY = 10;

const sizes = (process.argv[3] ?? '1,10,100').split(',').map(Number);
const folder = await createTemporaryFolder('bench');
const embeddings = await startLoopbackEmbeddings();
let indexes = 0;

/** Returns settings with a new index. */
function newIndex(github: LoopbackGitHub, docsPath: string): Record<string, string> {
  const { QDRANT_URL } = process.env;
  indexes++;
  return {
    DOCS_SOURCE: 'github:owner/docs',
    DOCS_PATH: docsPath,
    GITHUB_API_URL: github.url,
    GITHUB_TOKEN: TOKEN,
    OPENAI_BASE_URL: embeddings.url,
    INDEX_PATH: join(folder, `index-${indexes}.db`),
    ...(QDRANT_URL === undefined ? {} : { QDRANT_URL, QDRANT_COLLECTION: `bench-${process.pid}-${indexes}` }),
  };
}

async function benchChanges(repository: GitRepository, title: string): Promise<void> {
  const github = await LoopbackGitHub.start({ repository: repository.folder, token: TOKEN });
  const settings = newIndex(github, DOCS);
  const [edited = '', reweighted = '', removed = '', ...others] = documentPaths(repository);
  const change = (path: string, how: (content: string) => string) =>
    repository.write(`${DOCS}/${path}`, how(repository.git('show', `HEAD:${DOCS}/${path}`)));
  const changes: Record<string, () => void> = {
    'one word edited': () =>
      change(edited, (content) => content.replace(/^(?=[A-Z][a-z]+ [a-z]+ [a-z]+)/m, 'Really, ')),
    'front matter edited': () =>
      change(reweighted, (content) => content.replace(/^weight: .*$/m, 'weight: 4711')),
    '20 documents renamed': () => {
      for (const path of others.slice(0, 20)) repository.move(`${DOCS}/${path}`, `${DOCS}/moved/${path}`);
    },
    'one document removed': () => repository.remove(`${DOCS}/${removed}`),
  };

  const full = await measureRun(settings);
  const rows = [
    row('first sync', full, full),
    row('history read', await measureRun(settings), full),
    row('unchanged', await medianUnchanged(settings), full),
  ];
  for (const [name, make] of Object.entries(changes)) {
    make();
    repository.commit(`docs: ${name}`);
    rows.push(row(name, await measureRun(settings), full));
  }
  console.log(`\n${title}: ${full.report.chunks.total.toLocaleString('en-US')} chunks\n`);
  printTable(HEADINGS, rows);
  await github.close();
}

/** Returns the median of several unchanged runs. */
async function medianUnchanged(settings: Readonly<Record<string, string>>): Promise<MeasuredRun> {
  const runs: MeasuredRun[] = [];
  for (let i = 0; i < UNCHANGED_RUNS; i++) runs.push(await measureRun(settings));
  runs.sort((a, b) => a.seconds - b.seconds);
  return runs[Math.floor(UNCHANGED_RUNS / 2)] ?? measureRun(settings);
}

function row(
  name: string,
  { report, seconds, megabytes }: MeasuredRun,
  full: MeasuredRun,
): (string | number)[] {
  const { changes, requests, embeddings, chunks } = report;
  const documents = changes.added + changes.modified + changes.renamed + changes.removed;
  return [
    name,
    documents,
    requests.github,
    embeddings.requested,
    embeddings.tokens,
    chunks.added,
    seconds,
    megabytes,
    embeddings.requested / full.report.embeddings.requested,
    seconds / full.seconds,
  ];
}

async function benchReplay(): Promise<void> {
  const history = docsHistory(folder);
  const github = await LoopbackGitHub.start({ repository: history.folder, token: TOKEN });
  const settings = newIndex(github, history.docsPath);
  const total = { documents: 0, requests: 0, texts: 0, tokens: 0, chunks: 0, seconds: 0, megabytes: 0 };
  const fullSyncs = { texts: 0, seconds: 0, runs: 0 };
  for (const [i, commit] of history.commits.entries()) {
    checkOut(history, commit);
    const { report, seconds, megabytes } = await measureRun(settings);
    const { changes, requests, embeddings, chunks } = report;
    total.documents += changes.added + changes.modified + changes.renamed + changes.removed;
    total.requests += requests.github;
    total.texts += embeddings.requested;
    total.tokens += embeddings.tokens;
    total.chunks += chunks.added;
    total.seconds += seconds;
    total.megabytes = Math.max(total.megabytes, megabytes);
    fullSyncs.texts += await countDistinctTexts(settings);
    if (i % FULL_SYNC_EVERY !== 0) continue;
    fullSyncs.seconds += (await measureRun(newIndex(github, history.docsPath))).seconds;
    fullSyncs.runs++;
  }
  const { length } = history.commits;
  console.log(`\nReplay of all ${length} commits of ${history.name}, with a sync after each\n`);
  printTable(HEADINGS, [
    [
      'replay',
      ...Object.values(total),
      total.texts / fullSyncs.texts,
      total.seconds / length / (fullSyncs.seconds / fullSyncs.runs),
    ],
  ]);
  console.log(
    `\nA full sync after each commit would have embedded ${fullSyncs.texts.toLocaleString('en-US')} texts` +
      ` and taken ${(fullSyncs.seconds / fullSyncs.runs).toFixed(2)} s per run (mean of ${fullSyncs.runs}).`,
  );
  await github.close();
}

/** Returns the number of texts that a full sync would embed. */
async function countDistinctTexts(settings: Readonly<Record<string, string>>): Promise<number> {
  const deps = { clock: Date.now, delay: async () => {} };
  const reader = await openReader(readWorkerConfig(settings, Date.now()).index, deps);
  const hashes = new Set<string>();
  for await (const { chunks } of reader.scan()) for (const { contentHash } of chunks) hashes.add(contentHash);
  await reader.close();
  return hashes.size;
}

interface MeasuredRun {
  readonly report: RunReport;
  /** From the start of the process to its exit. */
  readonly seconds: number;
  /** Peak memory, in MB. */
  readonly megabytes: number;
}

/** Runs one sync with the built worker, as a process of its own. Rejects if it fails. */
async function measureRun(settings: Readonly<Record<string, string>>): Promise<MeasuredRun> {
  const started = performance.now();
  const { stdout, stdio } = await execa(
    process.execPath,
    ['--import', join(import.meta.dirname, 'support/report-peak-memory.ts'), BUILT_WORKER, 'sync', '--json'],
    {
      env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', ...settings },
      extendEnv: false,
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  return { report: JSON.parse(stdout) as RunReport, seconds, megabytes: (Number(stdio[3]) * 1024) / 1e6 };
}

try {
  await buildPrograms();
  const index = process.env['QDRANT_URL'] === undefined ? 'SQLite' : 'Qdrant';
  console.log(
    `node ${process.version}, ${cpus().length} CPUs, which the fake servers share; index in ${index}`,
  );
  const history = docsHistory(join(folder, 'start'));
  for (const times of sizes) {
    const repository = repeatedDocs(history, times);
    try {
      await benchChanges(repository, `${history.name}, ${times} ${times === 1 ? 'copy' : 'copies'}`);
    } finally {
      repository.dispose();
    }
  }
  await benchReplay();
} finally {
  await embeddings.close();
  await removeFolder(folder);
}
