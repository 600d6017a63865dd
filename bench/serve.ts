/**
 * What the server costs: latency, throughput and CPU time of search, fetch and health beside a bare SDK server, memory
 * over 50,000 calls, time to the first healthy answer. It runs the built server over an index of DOCS_SOURCE (this
 * project's docs unless set), made by the real worker, with the deployed Node options and for memory also without.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type HttpProgram, PROJECT, startHttpProgram } from '../test/support/programs.ts';
import { type Call, load, type Measured, toolCall } from './support/load.ts';
import { documentPaths, newQuestions } from './support/questions.ts';
import { cpuMs, residentMb } from './support/usage.ts';

const CLIENTS = [1, 8, 32, 128];
/** Everything is measured in turns, so that whatever else the machine does disturbs all alike. */
const ROUNDS = 5;
const SECONDS = 1;
const MEMORY_CALLS = 50_000;
const STARTS = 5;
const QUESTIONS = [
  'how do I stop and resume a run for approval by a person',
  'atomic publish',
  'what happens when the worker is killed',
  'NewGraph AddLambdaNode',
  'streaming output of a chat model',
  'configuration of the index path',
  'vector search and BM25',
  'how to deploy',
];

const folder = await mkdtemp(join(tmpdir(), 'eino-docs-bench-'));
try {
  await execa('npm', ['run', '-s', 'build'], { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] });
  const env = {
    INDEX_PATH: join(folder, 'index.db'),
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_MINUTE: '0',
    NODE_OPTIONS: await deployedNodeOptions(),
  };
  const source = process.env['DOCS_SOURCE'] ?? `dir:${join(PROJECT, 'docs')}`;
  await execa(process.execPath, [join(PROJECT, 'dist/worker/main.js'), 'sync'], {
    env: { ...env, DOCS_SOURCE: source },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = [join(PROJECT, 'dist/server/main.js'), '--http'];

  const load1 = loadavg()[0]?.toFixed(1);
  console.log(
    `Node ${process.version}, ${cpus().length} CPUs (the load generator uses one), load ${load1} at the start`,
  );
  console.log(`Index of ${source}\n`);
  await measureStarts(server, env);
  await measureCalls(server, env);
  console.log('Memory, four new searches to one fetch, 32 clients:');
  await measureMemory('with the deployed Node options', server, env);
  const { NODE_OPTIONS: _, ...plain } = env;
  await measureMemory('without', server, plain);
} finally {
  await rm(folder, { recursive: true, force: true });
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
    `Start to first healthy answer: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of ${STARTS}\n`,
  );
}

async function measureCalls(server: string[], env: Record<string, string>): Promise<void> {
  await using ours = await startHttpProgram(server, env);
  await using bare = await startHttpProgram([join(import.meta.dirname, 'support/bare-server.ts')], {
    NODE_OPTIONS: env['NODE_OPTIONS'] ?? '',
  });
  const paths = await documentPaths(ours.url);
  const newQuestion = await newQuestions(ours.url, paths);
  const search = (query: string) => toolCall('search_docs', { query });
  const rows: readonly (readonly [string, HttpProgram, Call])[] = [
    ['bare SDK', bare, { path: '/mcp', body: () => toolCall('constant', { query: 'constant' }) }],
    [
      'bare SDK, answer of 24 kB',
      bare,
      { path: '/mcp', body: () => toolCall('large_constant', { query: 'constant' }) },
    ],
    ['search, asked before', ours, { path: '/mcp', body: (n) => search(question(n)) }],
    ['search, new', ours, { path: '/mcp', body: () => search(newQuestion()) }],
    [
      'fetch',
      ours,
      { path: '/mcp', body: (n) => toolCall('fetch_doc', { path: paths[n % paths.length] ?? '' }) },
    ],
    ['health', ours, { path: '/health' }],
  ];
  for (const [, { url }, call] of rows) await load({ url, call, clients: 8, until: { seconds: 2 } });

  console.log('| clients | call | calls/s | of bare | p50 ms | p95 ms | p99 ms | CPU ms a call | of bare |');
  console.log('|--:|---|--:|--:|--:|--:|--:|--:|--:|');
  for (const clients of CLIENTS) {
    const measured = rows.map(() => [] as (Measured & { cpu: number })[]);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [row, [, { url, pid }, call]] of rows.entries()) {
        const before = cpuMs(pid);
        const run = await load({ url, call, clients, until: { seconds: SECONDS } });
        measured[row]?.push({ ...run, cpu: (cpuMs(pid) - before) / run.calls });
      }
    }
    for (const [row, [name]] of rows.entries()) {
      const runs = measured[row] ?? [];
      const middle = (value: (run: Measured & { cpu: number }) => number) => median(runs.map(value));
      const ofBare = (value: (run: Measured & { cpu: number }) => number) =>
        median(runs.map((run, round) => value(run) / value(measured[0]?.[round] ?? run)));
      const share = `${(100 * ofBare((run) => run.perSecond)).toFixed(0)} %`;
      const times = [middle((run) => run.p50), middle((run) => run.p95), middle((run) => run.p99)];
      const cells = [clients, name, middle((run) => run.perSecond).toFixed(0), share];
      const cpu = [middle((run) => run.cpu).toFixed(2), `${ofBare((run) => run.cpu).toFixed(2)} ×`];
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
  const paths = await documentPaths(ours.url);
  const newQuestion = await newQuestions(ours.url, paths);
  const mixed: Call = {
    path: '/mcp',
    body: (n) =>
      n % 5 === 0
        ? toolCall('fetch_doc', { path: paths[n % paths.length] ?? '' })
        : toolCall('search_docs', { query: newQuestion() }),
  };
  const seen = [`start ${residentMb(ours.pid).toFixed(0)}`];
  const step = MEMORY_CALLS / 5;
  for (let calls = step; calls <= MEMORY_CALLS; calls += step) {
    await load({ url: ours.url, call: mixed, clients: 32, until: { calls: step } });
    seen.push(`${calls} ${residentMb(ours.pid).toFixed(0)}`);
  }
  console.log(`Resident memory (MB), ${name}, after so many calls: ${seen.join(', ')}`);
}

function question(n: number): string {
  return QUESTIONS[n % QUESTIONS.length] ?? '';
}

/** What the image runs Node with. */
async function deployedNodeOptions(): Promise<string> {
  return /NODE_OPTIONS="([^"]*)"/.exec(await readFile(join(PROJECT, 'Dockerfile'), 'utf8'))?.[1] ?? '';
}
