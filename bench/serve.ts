/**
 * What the server costs: latency and throughput of search, fetch and health beside a bare SDK server, memory over
 * 50,000 calls, time to the first healthy answer. It runs the built server over an index of DOCS_SOURCE (this
 * project's docs unless set), made by the real worker.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Call, load, type Measured, toolCall } from './support/load.ts';
import { PROJECT, type Running, start } from './support/process.ts';

const CLIENTS = [1, 8, 32, 128];
const SECONDS = 3;
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
  const env = { INDEX_PATH: join(folder, 'index.db'), LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '0' };
  const source = process.env['DOCS_SOURCE'] ?? `dir:${join(PROJECT, 'docs')}`;
  await execa(process.execPath, [join(PROJECT, 'dist/worker/main.js'), 'sync'], {
    env: { ...env, DOCS_SOURCE: source },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const server = [join(PROJECT, 'dist/server/main.js'), '--http'];

  console.log(
    `node ${process.version}, ${cpus().length} CPUs, the load generator among them; index of ${source}\n`,
  );
  await measureStarts(server, env);
  await measureCalls(server, env);
  await measureMemory(server, env);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measureStarts(server: string[], env: Record<string, string>): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < STARTS; n++) {
    await using running = await start(server, env);
    times.push(running.startMs);
  }
  times.sort((a, b) => a - b);
  console.log(
    `Start to first healthy answer: median ${ms(times[Math.floor(STARTS / 2)])}, worst ${ms(times.at(-1))} of ${STARTS}\n`,
  );
}

async function measureCalls(server: string[], env: Record<string, string>): Promise<void> {
  await using ours = await start(server, env);
  await using bare = await start([join(import.meta.dirname, 'support/bare-server.ts')], {});
  const paths = await documentPaths(ours);
  const search: Call = {
    path: '/mcp',
    body: (n) => toolCall('search_docs', { query: QUESTIONS[n % QUESTIONS.length] ?? '' }),
  };
  const fetch: Call = {
    path: '/mcp',
    body: (n) => toolCall('fetch_doc', { path: paths[n % paths.length] ?? '' }),
  };
  const constant: Call = { path: '/mcp', body: () => toolCall('constant', { query: 'constant' }) };
  const rows = [
    { name: 'bare SDK', url: bare.url, call: constant },
    { name: 'search', url: ours.url, call: search },
    { name: 'fetch', url: ours.url, call: fetch },
    { name: 'health', url: ours.url, call: { path: '/health' } },
  ];
  for (const { url, call } of rows) await load({ url, call, clients: 8, until: { seconds: SECONDS } });

  console.log(
    '| clients | call | calls/s | of bare | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|---|---|',
  );
  for (const clients of CLIENTS) {
    let reference = 0;
    for (const { name, url, call } of rows) {
      const result: Measured = await load({ url, call, clients, until: { seconds: SECONDS } });
      if (name === 'bare SDK') reference = result.perSecond;
      const cells = [
        clients,
        name,
        result.perSecond.toFixed(0),
        `${((100 * result.perSecond) / reference).toFixed(0)} %`,
      ];
      console.log(
        `| ${[...cells, ...[result.p50, result.p95, result.p99].map((t) => t.toFixed(2))].join(' | ')} |`,
      );
    }
  }
  console.log('');
}

async function measureMemory(server: string[], env: Record<string, string>): Promise<void> {
  await using ours = await start(server, env);
  const paths = await documentPaths(ours);
  const mixed: Call = {
    path: '/mcp',
    body: (n) =>
      n % 5 === 0
        ? toolCall('fetch_doc', { path: paths[n % paths.length] ?? '' })
        : toolCall('search_docs', { query: `${QUESTIONS[n % QUESTIONS.length]} ${n}` }),
  };
  const seen = [`0: ${await resident(ours)}`];
  const step = MEMORY_CALLS / 5;
  for (let calls = step; calls <= MEMORY_CALLS; calls += step) {
    await load({ url: ours.url, call: mixed, clients: 32, until: { calls: step } });
    seen.push(`${calls}: ${await resident(ours)}`);
  }
  console.log(`Resident memory (MB) after calls, four searches to one fetch: ${seen.join(', ')}`);
}

async function documentPaths({ url }: Running): Promise<string[]> {
  const text = await (await globalThis.fetch(`${url}/llms.txt`)).text();
  return [...text.matchAll(/\/docs\/(\S+?)\)/g)].map(([, path]) => decodeURIComponent(path ?? ''));
}

async function resident({ pid }: Running): Promise<string> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024).toFixed(0);
}

function ms(time: number | undefined): string {
  return `${(time ?? 0).toFixed(0)} ms`;
}
