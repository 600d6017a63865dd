/**
 * Measures the supervised machine with the real Qdrant (QDRANT_BIN): the time from start until it is healthy, and its
 * memory with the EINO docs (or a generated history, or with SOURCES the sources of a list) indexed at 1,536
 * dimensions, before and after searches.
 */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { docsHistory } from '../test/support/docs-history.ts';
import { startLoopbackEmbeddings } from '../test/support/loopback-embeddings.ts';
import { type Supervised, supervise } from '../test/support/supervised.ts';
import { createTemporaryFolder, removeFolder } from '../test/support/temporary-folder.ts';
import { BUILT_SERVER, BUILT_WORKER, buildPrograms, deployedNodeOptions } from './support/built-programs.ts';
import { load, toolCall } from './support/load.ts';
import { printTable } from './support/table.ts';

const DIMENSIONS = '1536';
const STARTS = 5;
const QUERIES = 2_000;

const qdrant = process.env['QDRANT_BIN'];
if (!qdrant) throw new Error('Set QDRANT_BIN to a Qdrant program.');

const nodeOptions = await deployedNodeOptions();
const folder = await createTemporaryFolder('machine');
const embeddings = await startLoopbackEmbeddings({ dimensions: Number(DIMENSIONS) });
try {
  await buildPrograms();
  const list = process.env['SOURCES'];
  const history = docsHistory(folder);
  const sources: Record<string, string> =
    list === undefined
      ? { DOCS_SOURCE: `git:${history.folder}`, DOCS_PATH: history.docsPath }
      : { SOURCES: list };
  console.log(
    `node ${process.version}, ${cpus().length} CPUs; ${list ?? history.name} at ${DIMENSIONS} dimensions\n`,
  );

  await using empty = await startMachine();
  await waitForHealth(empty, (status) => status !== 0);
  await execa(process.execPath, [BUILT_WORKER, 'sync'], {
    env: {
      PATH: process.env['PATH'],
      ...sources,
      QDRANT_URL: `http://127.0.0.1:${empty.qdrantPort}`,
      OPENAI_BASE_URL: embeddings.url,
      EMBEDDING_DIMENSIONS: DIMENSIONS,
      LOG_LEVEL: 'warn',
    },
    extendEnv: false,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await waitForHealth(empty);
  const call = {
    path: '/mcp',
    body: (n: number) => toolCall('search_docs', { query: `how does node ${n} stream` }),
  };
  const rows = [['after the first sync', ...(await memory(empty))]];
  await load({ url: empty.serverUrl, call, clients: 8, until: { calls: QUERIES } });
  rows.push([`after ${QUERIES} distinct queries, 8 at a time`, ...(await memory(empty))]);
  await stop(empty);

  const times: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const began = performance.now();
    await using full = await startMachine();
    await waitForHealth(full);
    times.push(performance.now() - began);
    if (start === STARTS - 1) rows.push(['restarted with an existing index', ...(await memory(full))]);
    await stop(full);
  }
  times.sort((a, b) => a - b);
  const seconds = (time: number | undefined) => `${((time ?? 0) / 1000).toFixed(1)} s`;
  console.log(
    `Start until healthy, with an existing index: median ${seconds(times[Math.floor(STARTS / 2)])}, worst ${seconds(times.at(-1))} of ${STARTS} (bound: 8 s)\n`,
  );
  console.log('Resident memory in MB (bound for both together: 400):\n');
  printTable(['', 'Qdrant', 'server', 'sum', 'sum of peaks'], rows);
} finally {
  await embeddings.close();
  await removeFolder(folder);
}

/** Starts the supervisor with Qdrant and the built server, as the image does, on the storage of this run. */
function startMachine(): Promise<Supervised> {
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
    [process.execPath, BUILT_SERVER],
  );
}

/** Polls /health until its status is as wanted, by default 200. A status of 0 means that there is no response. */
async function waitForHealth(
  supervised: Supervised,
  isWanted: (status: number) => boolean = (status) => status === 200,
): Promise<void> {
  for (;;) {
    const response = await fetch(`${supervised.serverUrl}/health`).catch(() => null);
    if (isWanted(response?.status ?? 0)) return;
    if (supervised.process.exitCode !== null) throw new Error(supervised.lines.join('\n'));
    await delay(20);
  }
}

async function stop(supervised: Supervised): Promise<void> {
  supervised.signal('SIGTERM');
  await supervised.ended();
}

/** Returns the resident memory of Qdrant and of the server, their sum, and the sum of their peaks, in MiB. */
async function memory(supervised: Supervised): Promise<string[]> {
  const children = await readFile(
    `/proc/${supervised.process.pid}/task/${supervised.process.pid}/children`,
    'utf8',
  );
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
