/**
 * Measures the server: latency, throughput and CPU time of status, search, fetch and health next to a bare SDK server,
 * memory over 50,000 calls, and the time until it is healthy. Status and repeated search are measured in both eras of
 * the protocol. It runs the built server on an index of DOCS_SOURCE (by default this project's docs) that the built
 * worker creates, with the deployed Node options, and for memory also without.
 */
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { cpuMs, residentMiB } from '../test/support/process-usage.ts';
import { type HttpProgram, PROJECT, startHttpProgram } from '../test/support/programs.ts';
import { createTemporaryFolder, removeFolder } from '../test/support/temporary-folder.ts';
import { BUILT_SERVER, BUILT_WORKER, buildPrograms, deployedNodeOptions } from './support/built-programs.ts';
import {
  type Call,
  indexedPaths,
  type LoadResult,
  load,
  modernToolCall,
  queryGenerator,
  toolCall,
} from './support/load.ts';

const CLIENTS = [1, 8, 32, 128];
/** All calls are measured in turns, so that other load on the machine affects them equally. */
const ROUNDS = 5;
const SECONDS = 1;
const MEMORY_CALLS = 50_000;
const STARTS = 5;
const QUERIES = [
  'how do I stop and resume a run for approval by a person',
  'atomic publish',
  'what happens when the worker is killed',
  'NewGraph AddLambdaNode',
  'streaming output of a chat model',
  'configuration of the index path',
  'vector search and BM25',
  'how to deploy',
];

const folder = await createTemporaryFolder('bench');
try {
  await buildPrograms();
  const env = {
    INDEX_PATH: join(folder, 'index.db'),
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '0',
    NODE_OPTIONS: await deployedNodeOptions(),
  };
  const source = process.env['DOCS_SOURCE'] ?? `dir:${join(PROJECT, 'docs')}`;
  await execa(process.execPath, [BUILT_WORKER, 'sync'], {
    env: { ...env, DOCS_SOURCE: source },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = [BUILT_SERVER, '--http'];

  const load1 = loadavg()[0]?.toFixed(1);
  console.log(
    `Node ${process.version}, ${cpus().length} CPUs (the load generator uses one), load ${load1} at the start`,
  );
  console.log(`Index of ${source}\n`);
  await measureStarts(server, env);
  await measureCalls(server, env);
  console.log('Memory, four searches with new queries to one fetch, 32 clients:');
  await measureMemory('with the deployed Node options', server, env);
  const { NODE_OPTIONS: _, ...plain } = env;
  await measureMemory('without Node options', server, plain);
} finally {
  await removeFolder(folder);
}

async function measureStarts(server: string[], env: Record<string, string>): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < STARTS; n++) {
    await using running = await startHttpProgram(server, env);
    times.push(running.startMs);
  }
  times.sort((a, b) => a - b);
  const [median = 0, worst = 0] = [times[Math.floor(STARTS / 2)], times.at(-1)];
  console.log(
    `Start until healthy: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${STARTS}\n`,
  );
}

async function measureCalls(server: string[], env: Record<string, string>): Promise<void> {
  await using ours = await startHttpProgram(server, env);
  await using bare = await startHttpProgram([join(import.meta.dirname, 'support/bare-server.ts')], {
    NODE_OPTIONS: env['NODE_OPTIONS'] ?? '',
  });
  const paths = await indexedPaths(ours.url);
  const newQuery = await queryGenerator(ours.url, paths);
  const search = (query: string) => toolCall('search_docs', { query });
  const rows: readonly (readonly [string, HttpProgram, Call])[] = [
    ['bare SDK', bare, { path: '/mcp', body: () => toolCall('constant', { query: 'constant' }) }],
    [
      'bare SDK, 24 kB answer',
      bare,
      { path: '/mcp', body: () => toolCall('large_constant', { query: 'constant' }) },
    ],
    ['status', ours, { path: '/mcp', body: () => toolCall('get_index_status', {}) }],
    ['status, 2026-07-28', ours, modernToolCall('get_index_status', () => ({}))],
    ['search, repeated query', ours, { path: '/mcp', body: (n) => search(repeatedQuery(n)) }],
    [
      'search, repeated query, 2026-07-28',
      ours,
      modernToolCall('search_docs', (n) => ({ query: repeatedQuery(n) })),
    ],
    ['search, new query', ours, { path: '/mcp', body: () => search(newQuery()) }],
    [
      'fetch',
      ours,
      { path: '/mcp', body: (n) => toolCall('fetch_doc', { path: paths[n % paths.length] ?? '' }) },
    ],
    ['health', ours, { path: '/health' }],
  ];
  for (const [, { url }, call] of rows) await load({ url, call, clients: 8, until: { seconds: 2 } });

  console.log(
    '| clients | call | calls/s | vs bare | p50 ms | p95 ms | p99 ms | CPU ms per call | vs bare |',
  );
  console.log('|--:|---|--:|--:|--:|--:|--:|--:|--:|');
  for (const clients of CLIENTS) {
    const measured = rows.map(() => [] as (LoadResult & { cpu: number })[]);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [row, [, { url, pid }, call]] of rows.entries()) {
        const before = cpuMs(pid);
        const run = await load({ url, call, clients, until: { seconds: SECONDS } });
        measured[row]?.push({ ...run, cpu: (cpuMs(pid) - before) / run.calls });
      }
    }
    for (const [row, [name]] of rows.entries()) {
      const runs = measured[row] ?? [];
      const medianOf = (value: (run: LoadResult & { cpu: number }) => number) => median(runs.map(value));
      const ofBare = (value: (run: LoadResult & { cpu: number }) => number) =>
        median(runs.map((run, round) => value(run) / value(measured[0]?.[round] ?? run)));
      const share = `${(100 * ofBare((run) => run.perSecond)).toFixed(0)} %`;
      const times = [medianOf((run) => run.p50), medianOf((run) => run.p95), medianOf((run) => run.p99)];
      const cells = [clients, name, medianOf((run) => run.perSecond).toFixed(0), share];
      const cpu = [medianOf((run) => run.cpu).toFixed(2), `${ofBare((run) => run.cpu).toFixed(2)} ×`];
      console.log(`| ${[...cells, ...times.map((time) => time.toFixed(2)), ...cpu].join(' | ')} |`);
    }
  }
  console.log('');
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

async function measureMemory(name: string, server: string[], env: Record<string, string>): Promise<void> {
  await using ours = await startHttpProgram(server, env);
  const paths = await indexedPaths(ours.url);
  const newQuery = await queryGenerator(ours.url, paths);
  const mixed: Call = {
    path: '/mcp',
    body: (n) =>
      n % 5 === 0
        ? toolCall('fetch_doc', { path: paths[n % paths.length] ?? '' })
        : toolCall('search_docs', { query: newQuery() }),
  };
  const seen = [`start ${residentMiB(ours.pid).toFixed(0)}`];
  const step = MEMORY_CALLS / 5;
  for (let calls = step; calls <= MEMORY_CALLS; calls += step) {
    await load({ url: ours.url, call: mixed, clients: 32, until: { calls: step } });
    seen.push(`${calls} ${residentMiB(ours.pid).toFixed(0)}`);
  }
  console.log(`Resident memory (MB) by number of calls, ${name}: ${seen.join(', ')}`);
}

function repeatedQuery(n: number): string {
  return QUERIES[n % QUERIES.length] ?? '';
}
