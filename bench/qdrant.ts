/**
 * Measures the memory of Qdrant (the program at QDRANT_BIN) and of the server, side by side: with 2,000 chunks of 1,536
 * dimensions, after searches, after edits, and after a rebuild, which keeps two generations until the next publish.
 */
import { GitRepository } from '../test/support/git-repository.ts';
import { startLoopbackEmbeddings } from '../test/support/loopback-embeddings.ts';
import { residentMiB } from '../test/support/process-usage.ts';
import { startServer, startWorker } from '../test/support/programs.ts';
import { startQdrant } from '../test/support/qdrant-server.ts';
import { toolCall } from './support/load.ts';
import { printTable } from './support/table.ts';

const DOCUMENTS = 200;
const SECTIONS = 10;
const QUERIES = 500;
const EDITS = 10;
/** Without a limit Node uses the machine's memory before it collects garbage. */
const NODE_OPTIONS = '--max-old-space-size=128';

const { QDRANT_BIN } = process.env;
if (!QDRANT_BIN) throw new Error('Set QDRANT_BIN to a Qdrant program.');

const qdrant = await startQdrant(QDRANT_BIN);
const embeddings = await startLoopbackEmbeddings();
const repository = GitRepository.create();
const rows: [string, number, number][] = [];
try {
  rows.push(['started, no index', qdrant.memoryMiB(), 0]);
  writeDocs(0, DOCUMENTS);
  const { chunks } = await sync();
  await using server = await startServer({
    ...index(qdrant.readOnlyKey),
    RATE_LIMIT_PER_MINUTE: '0',
    NODE_OPTIONS,
  });
  measure('after the first sync', server.pid);
  await search(server.url, 'agents');
  measure(`after ${QUERIES} queries`, server.pid);
  for (let edit = 1; edit <= EDITS; edit += 1) {
    writeDocs(edit, 20);
    await sync();
  }
  measure(`after ${EDITS} syncs of 20 edited documents each`, server.pid);
  await sync('--rebuild');
  await search(server.url, 'tools');
  measure(`after a rebuild and ${QUERIES} queries`, server.pid);
  printTable(['resident memory in MB', 'Qdrant', 'server'], rows);
  console.log(
    `\nQdrant ${qdrant.version}, ${chunks.total} chunks, 1,536 dimensions; the server with ${NODE_OPTIONS}`,
  );
} finally {
  await qdrant.stop();
  await embeddings.close();
  repository.dispose();
}

function index(key: string): Record<string, string> {
  return { QDRANT_URL: qdrant.url, QDRANT_API_KEY: key, OPENAI_BASE_URL: embeddings.url, LOG_LEVEL: 'info' };
}

function writeDocs(edit: number, documents: number): void {
  for (let page = 0; page < documents; page += 1) {
    const sections = Array.from(
      { length: SECTIONS },
      (_, i) =>
        `## Section ${i}\n\n${`Sentence ${i} of page ${page}, edit ${edit}, about graphs. `.repeat(30)}\n`,
    );
    repository.write(`docs/part-${page % 9}/${page}.md`, `# Page ${page}\n\n${sections.join('\n')}`);
  }
  repository.commit(`docs: edit ${edit}`);
}

async function sync(...flags: string[]): Promise<{ chunks: { total: number } }> {
  const settings = { ...index(qdrant.key), DOCS_SOURCE: `git:${repository.folder}`, DOCS_PATH: 'docs' };
  const { stdout, stderr, exitCode } = await startWorker(['sync', '--json', ...flags], settings);
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

async function search(url: string, about: string): Promise<void> {
  for (let n = 0; n < QUERIES; n += 1) {
    const response = await fetch(`${url}/mcp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: toolCall('search_docs', { query: `what does page ${n} say about ${about}` }),
    });
    if (!response.ok) throw new Error(`a search failed with status ${response.status}`);
    await response.arrayBuffer();
  }
}

function measure(when: string, serverPid: number): void {
  rows.push([when, qdrant.memoryMiB(), residentMiB(serverPid)]);
}
