/**
 * Searches for the requests that take the server the most processor time, on an index of 60,000 names: first through all
 * kinds of texts in all places, then by crossing the worst queries with each other. `npm run bench -- worst
 * [chunks] [index]` keeps the index at that path for the next run.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheHints } from '../src/server/mcp/cache-hints.ts';
import { mcpEndpoint, protocolHeaders } from '../src/server/mcp/mcp-endpoint.ts';
import { mcpMethods, toolsOf } from '../src/server/mcp/mcp-server.ts';
import { SqliteReader } from '../src/shared/index/sqlite/sqlite-reader.ts';
import { ThreadRanking } from '../src/shared/index/sqlite/thread-ranking.ts';
import { silentLogger } from '../src/shared/logger.ts';
import { lexicalServices } from '../test/support/running-app.ts';
import { createTemporaryFolder, removeFolder } from '../test/support/temporary-folder.ts';
import { BODIES, type Message, REQUESTS, TEXTS } from './support/hostile-requests.ts';
import { describeLargeIndex, writeLargeIndex } from './support/large-index.ts';
import { pick, seededRandom } from './support/random.ts';
import { printTable } from './support/table.ts';

const NAMES = 60_000;
const CHUNKS = Number(process.argv[3] ?? 20_000);
const TRIES = 2;
const CROSSINGS = 60;
const WORST = 12;

interface Measured {
  readonly what: string;
  /** Processor time of the whole process, in milliseconds. */
  readonly cpu: number;
  /** The longest time for which the event loop was held, in milliseconds. */
  readonly held: number;
}

const random = seededRandom(1);
const folder = await createTemporaryFolder('bench');
const path = process.argv[4] ?? join(folder, 'index.db');
const index = describeLargeIndex({ names: NAMES, chunks: CHUNKS }, random);
if (!existsSync(path)) await writeLargeIndex(path, index, random);
const reader = new SqliteReader(path, { thread: new ThreadRanking(path) });
const services = lexicalServices(reader);
const hints = cacheHints({
  status: services.status,
  schedule: '0 * * * *',
  clock: Date.now,
  isPrivate: false,
});
const endpoint = mcpEndpoint(mcpMethods(services, toolsOf(services)), hints, silentLogger);
const loop = watchLoop();
let nth = 0;
try {
  console.log(
    `${NAMES.toLocaleString('en-US')} names in ${CHUNKS.toLocaleString('en-US')} chunks, Node ${process.version}\n`,
  );
  const first = await measure('the first search', asBody(REQUESTS['search_docs query']?.('Graf', 0, index)));
  const warmUp = process.cpuUsage();
  await settled();
  const background = process.cpuUsage(warmUp);
  printTable(
    ['cold', 'CPU ms', 'held ms'],
    [
      [first.what, first.cpu, first.held],
      ['reading the words in the background', (background.user + background.system) / 1000, loop.held()],
    ],
  );

  // A server that has been running for a while: its code is compiled, its tables are made.
  for (const make of Object.values(TEXTS)) {
    for (const request of Object.values(REQUESTS))
      await measure('', asBody(request(make(random, index), nth++, index)));
  }

  const bodies: Measured[] = [];
  for (const [what, body] of Object.entries(BODIES)) {
    for (let i = 0; i < TRIES; i++) bodies.push(await measure(what, body()));
  }
  report('the worst bodies', worstOfEach(bodies));

  const requests: Measured[] = [];
  const queries: { text: string; cpu: number }[] = [];
  for (const [kind, make] of Object.entries(TEXTS)) {
    for (const [place, request] of Object.entries(REQUESTS)) {
      for (let i = 0; i < TRIES; i++) {
        const text = make(random, index);
        const found = await measure(`${place}: ${kind}`, asBody(request(text, nth++, index)));
        requests.push(found);
        if (place === 'search_docs query') queries.push({ text, cpu: found.cpu });
      }
    }
  }
  report('the worst requests', worstOfEach(requests));

  queries.sort((a, b) => b.cpu - a.cpu);
  for (let i = 0; i < CROSSINGS; i++) {
    const [a, b] = [pick(queries.slice(0, 20), random), pick(queries.slice(0, 20), random)];
    const cut = Math.floor(random() * 4_000);
    const text = (a.text.slice(0, cut) + b.text.slice(cut)).slice(0, 4_000);
    const { cpu } = await measure('', asBody(REQUESTS['search_docs query']?.(text, nth++, index)));
    queries.push({ text, cpu });
    queries.sort((x, y) => y.cpu - x.cpu);
  }
  const crossed: Measured[] = [];
  for (const { text } of queries.slice(0, 3)) {
    for (let i = 0; i < 5; i++) {
      const what = text.slice(0, 60);
      crossed.push(await measure(what, asBody(REQUESTS['search_docs query']?.(text, nth++, index))));
    }
  }
  console.log(
    `\nthe worst query of ${CROSSINGS} crossings took ${queries[0]?.cpu.toFixed(0)} ms at first; again:`,
  );
  report('the worst queries, five times each', crossed);
} finally {
  await reader.close();
  await removeFolder(folder);
}

function asBody(message: Message | undefined): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, ...message });
}

/** Handles one body as the HTTP route does. */
async function measure(what: string, body: string): Promise<Measured> {
  const bytes = Buffer.from(body);
  await pause(2);
  loop.held();
  const before = process.cpuUsage();
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {}
  const signal = new AbortController().signal;
  const answer = await endpoint(parsed, protocolHeaders({}), signal);
  JSON.stringify(answer.body);
  const { user, system } = process.cpuUsage(before);
  await pause(3);
  return { what, cpu: (user + system) / 1000, held: loop.held() };
}

/**
 * Watches how long the event loop is held, in processor time of its thread: on a busy machine, other processes take their turns as well.
 * @returns `held`, the longest time since it was asked last, in milliseconds
 */
function watchLoop() {
  let longest = 0;
  let last = process.threadCpuUsage();
  setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
  }, 1).unref();
  return {
    held: () => {
      const held = longest;
      longest = 0;
      return held;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until nothing is computed in the background any more. */
async function settled(): Promise<void> {
  loop.held();
  for (;;) {
    const before = process.cpuUsage();
    await pause(500);
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 < 50) break;
  }
}

function worstOfEach(all: readonly Measured[]): Measured[] {
  const worst = new Map<string, Measured>();
  for (const each of all) if (each.cpu > (worst.get(each.what)?.cpu ?? 0)) worst.set(each.what, each);
  return [...worst.values()].sort((a, b) => b.cpu - a.cpu).slice(0, WORST);
}

function report(title: string, all: readonly Measured[]): void {
  console.log('');
  printTable(
    [title, 'CPU ms', 'held ms'],
    all.map(({ what, cpu, held }) => [what, cpu, held]),
  );
}
