/**
 * What a sync costs, in real processes of the built worker against a loopback GitHub and a loopback embedder:
 * every kind of change on the docs once, ten and a hundred times over, and the replay of a whole history. The index is
 * SQLite, or Qdrant where QDRANT_URL is set. `npm run bench -- sync 1,10` leaves the largest corpus out.
 */
import { mkdtemp } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { openReader } from '../src/shared/index/open-reader.ts';
import { readWorkerConfig } from '../src/worker/config.ts';
import type { GitRepository } from '../test/support/git-repository.ts';
import { startLoopbackEmbeddings } from '../test/support/loopback-embeddings.ts';
import { LoopbackGitHub } from '../test/support/loopback-github.ts';
import { PROJECT } from '../test/support/programs.ts';
import {
  checkOut,
  DOCS,
  docsHistory,
  documentPaths,
  removeFolder,
  repeatedDocs,
} from './support/docs-history.ts';
import { printTable } from './support/table.ts';
import { type MeasuredRun, runWorker } from './support/worker-run.ts';

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
/** Re-indexing everything is measured at every tenth commit of the replay. */
const FULL_EVERY = 10;

const sizes = (process.argv[3] ?? '1,10,100').split(',').map(Number);
const folder = await mkdtemp(join(tmpdir(), 'eino-docs-bench-'));
const embeddings = await startLoopbackEmbeddings();
let indexes = 0;

/** The settings of an index of its own. */
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
  const [edited = '', framed = '', removed = '', ...others] = documentPaths(repository);
  const change = (path: string, how: (content: string) => string) =>
    repository.write(`${DOCS}/${path}`, how(repository.git('show', `HEAD:${DOCS}/${path}`)));
  const changes: Record<string, () => void> = {
    'one word edited': () =>
      change(edited, (content) => content.replace(/^(?=[A-Z][a-z]+ [a-z]+ [a-z]+)/m, 'Really, ')),
    'front matter edited': () =>
      change(framed, (content) => content.replace(/^weight: .*$/m, 'weight: 4711')),
    '20 documents renamed': () => {
      for (const path of others.slice(0, 20)) repository.move(`${DOCS}/${path}`, `${DOCS}/moved/${path}`);
    },
    'one document removed': () => repository.remove(`${DOCS}/${removed}`),
  };

  const full = await runWorker(settings);
  const rows = [row('first sync', full, full), row('unchanged', await medianUnchanged(settings), full)];
  for (const [name, make] of Object.entries(changes)) {
    make();
    repository.commit(`docs: ${name}`);
    rows.push(row(name, await runWorker(settings), full));
  }
  console.log(`\n${title}: ${full.report.chunks.total.toLocaleString('en-US')} chunks\n`);
  printTable(HEADINGS, rows);
  await github.close();
}

/** The quickest says least, the slowest most about the machine. */
async function medianUnchanged(settings: Readonly<Record<string, string>>): Promise<MeasuredRun> {
  const runs: MeasuredRun[] = [];
  for (let i = 0; i < UNCHANGED_RUNS; i++) runs.push(await runWorker(settings));
  runs.sort((a, b) => a.seconds - b.seconds);
  return runs[Math.floor(UNCHANGED_RUNS / 2)] ?? runWorker(settings);
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
  const everything = { texts: 0, seconds: 0, runs: 0 };
  for (const [i, commit] of history.commits.entries()) {
    checkOut(history, commit);
    const { report, seconds, megabytes } = await runWorker(settings);
    const { changes, requests, embeddings, chunks } = report;
    total.documents += changes.added + changes.modified + changes.renamed + changes.removed;
    total.requests += requests.github;
    total.texts += embeddings.requested;
    total.tokens += embeddings.tokens;
    total.chunks += chunks.added;
    total.seconds += seconds;
    total.megabytes = Math.max(total.megabytes, megabytes);
    everything.texts += await differentTexts(settings);
    if (i % FULL_EVERY !== 0) continue;
    everything.seconds += (await runWorker(newIndex(github, history.docsPath))).seconds;
    everything.runs++;
  }
  const { length } = history.commits;
  console.log(`\nReplay of all ${length} commits of ${history.name}, one sync after each\n`);
  printTable(HEADINGS, [
    [
      'replay',
      ...Object.values(total),
      total.texts / everything.texts,
      total.seconds / length / (everything.seconds / everything.runs),
    ],
  ]);
  console.log(
    `\nIndexing everything after each commit would have embedded ${everything.texts.toLocaleString('en-US')} texts` +
      ` and taken ${(everything.seconds / everything.runs).toFixed(2)} s a run (mean of ${everything.runs}).`,
  );
  await github.close();
}

/** How many texts a full sync would embed. */
async function differentTexts(settings: Readonly<Record<string, string>>): Promise<number> {
  const deps = { clock: Date.now, delay: async () => {} };
  const reader = await openReader(readWorkerConfig(settings, Date.now()).index, deps);
  const hashes = new Set<string>();
  for await (const { chunks } of reader.scan()) for (const { contentHash } of chunks) hashes.add(contentHash);
  await reader.close();
  return hashes.size;
}

try {
  await execa('npm', ['run', '-s', 'build'], { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] });
  const index = process.env['QDRANT_URL'] === undefined ? 'SQLite' : 'Qdrant';
  console.log(`node ${process.version}, ${cpus().length} CPUs, both servers among them; index in ${index}`);
  const history = docsHistory(join(folder, 'start'));
  for (const times of sizes) {
    const repository = repeatedDocs(history, times);
    try {
      await benchChanges(repository, `${history.name}, ${times} times over`);
    } finally {
      repository.dispose();
    }
  }
  await benchReplay();
} finally {
  await embeddings.close();
  removeFolder(folder);
}
