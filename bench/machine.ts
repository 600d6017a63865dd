/**
 * What the supervised machine costs, with the real Qdrant (QDRANT_BIN): from start to the first healthy answer, and
 * memory with the EINO docs (or a made-up history) indexed at 1,536 dimensions and questions asked of it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { startLoopbackEmbeddings } from '../test/support/loopback-embeddings.ts';
import { PROJECT } from '../test/support/programs.ts';
import { type Supervised, supervise } from '../test/support/supervised.ts';
import { docsHistory } from './support/docs-history.ts';
import { load, toolCall } from './support/load.ts';
import { printTable } from './support/table.ts';

const DIMENSIONS = '1536';
const STARTS = 5;
const QUESTIONS = 2_000;

const qdrant = process.env['QDRANT_BIN'];
if (!qdrant) throw new Error('Set QDRANT_BIN to a Qdrant program.');

/** As the image sets them. */
const nodeOptions =
  /NODE_OPTIONS="([^"]*)"/.exec(await readFile(join(PROJECT, 'Dockerfile'), 'utf8'))?.[1] ?? '';
const folder = await mkdtemp(join(tmpdir(), 'eino-docs-machine-'));
const embeddings = await startLoopbackEmbeddings({ dimensions: Number(DIMENSIONS) });
try {
  await execa('npm', ['run', '-s', 'build'], { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] });
  const history = docsHistory(folder);
  console.log(
    `node ${process.version}, ${cpus().length} CPUs; ${history.name} at ${DIMENSIONS} dimensions\n`,
  );

  await using empty = await machine();
  await healthy(empty, (status) => status !== 0);
  await execa(process.execPath, [join(PROJECT, 'dist/worker/main.js'), 'sync'], {
    env: {
      PATH: process.env['PATH'],
      DOCS_SOURCE: `git:${history.folder}`,
      DOCS_PATH: history.docsPath,
      QDRANT_URL: `http://127.0.0.1:${empty.qdrantPort}`,
      OPENAI_BASE_URL: embeddings.url,
      EMBEDDING_DIMENSIONS: DIMENSIONS,
      LOG_LEVEL: 'warn',
    },
    extendEnv: false,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await healthy(empty);
  const call = {
    path: '/mcp',
    body: (n: number) => toolCall('search_docs', { query: `how does node ${n} stream` }),
  };
  const rows = [['after the first sync', ...(await memory(empty))]];
  await load({ url: empty.serverUrl, call, clients: 8, until: { calls: QUESTIONS } });
  rows.push([`after ${QUESTIONS} different questions, 8 at once`, ...(await memory(empty))]);
  await stop(empty);

  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const began = performance.now();
    await using full = await machine();
    await healthy(full);
    times.push(performance.now() - began);
    if (start === STARTS - 1) rows.push(['started again with the index there', ...(await memory(full))]);
    await stop(full);
  }
  times.sort((a, b) => a - b);
  const seconds = (time: number | undefined) => `${((time ?? 0) / 1000).toFixed(1)} s`;
  console.log(
    `Start to first healthy answer, index there: median ${seconds(times[Math.floor(STARTS / 2)])}, worst ${seconds(times.at(-1))} of ${STARTS} (bound: 8 s)\n`,
  );
  console.log('Memory in MB, resident (bound for both together: 400):\n');
  printTable(['', 'Qdrant', 'server', 'together', 'peaks together'], rows);
} finally {
  await embeddings.close();
  await rm(folder, { recursive: true, force: true });
}

/** The supervisor with Qdrant and the built server, as the image runs them, over the one storage of this run. */
function machine(): Promise<Supervised> {
  return supervise(
    {
      QDRANT_BIN: qdrant ?? '',
      QDRANT__STORAGE__STORAGE_PATH: join(folder, 'storage'),
      NODE_OPTIONS: nodeOptions,
      SERVER_MODE: 'true',
      OPENAI_BASE_URL: embeddings.url,
      EMBEDDING_DIMENSIONS: DIMENSIONS,
      RATE_LIMIT_PER_MINUTE: '0',
    },
    [process.execPath, join(PROJECT, 'dist/server/main.js')],
  );
}

/** Waits for an answer of /health, by default for one that says healthy; 0 stands for no answer. */
async function healthy(
  of: Supervised,
  enough: (status: number) => boolean = (status) => status === 200,
): Promise<void> {
  for (;;) {
    const response = await fetch(`${of.serverUrl}/health`).catch(() => null);
    if (enough(response?.status ?? 0)) return;
    if (of.process.exitCode !== null) throw new Error(of.lines.join('\n'));
    await delay(20);
  }
}

async function stop(of: Supervised): Promise<void> {
  of.signal('SIGTERM');
  await of.ended();
}

/** Resident memory of Qdrant and of the server, both, and the sum of their peaks so far. */
async function memory(of: Supervised): Promise<string[]> {
  const children = await readFile(`/proc/${of.process.pid}/task/${of.process.pid}/children`, 'utf8');
  const sizes = { qdrant: { now: 0, peak: 0 }, server: { now: 0, peak: 0 } };
  for (const pid of children.trim().split(' ')) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const program = /^Name:\s*(sed|bash|sleep)/.test(status)
      ? null
      : /^Name:\s*qdrant/.test(status)
        ? 'qdrant'
        : 'server';
    if (program !== null) sizes[program] = { now: kilobytes('VmRSS'), peak: kilobytes('VmHWM') };
  }
  const { qdrant: q, server: s } = sizes;
  return [q.now, s.now, q.now + s.now, q.peak + s.peak].map((size) => (size / 1024).toFixed(0));
}
