/**
 * The whole product in a few seconds, offline: syncs this project's own docs/ with the real worker, starts the real
 * server, asks it three questions through an MCP client, and leaves nothing running.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { startServer, sync } from './processes.ts';
import { renderHealth, renderReport, renderSearch, type SearchAnswer, type SyncReport } from './render.ts';

const QUESTIONS = [
  'How does a publish stay atomic for readers?',
  'What happens when the worker is killed in the middle of a sync?',
  'FRESHNESS_MAX_AGE',
];

const project = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'eino-docs-demo-'));
// However it ends, also by a signal or for want of a reader; the server ends with this process.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.once(signal, () => process.exit(128 + number));
}
process.stdout.once('error', () => process.exit(1));
const settings = {
  DOCS_SOURCE: `dir:${join(project, 'docs')}`,
  INDEX_PATH: join(folder, 'index.db'),
  LOG_LEVEL: 'warn',
};
const print = (text: string) => process.stdout.write(`${text}\n`);

print('1. The worker syncs docs/ into a fresh index (SQLite, no key, no network)\n');
print(renderReport((await sync(project, settings)) as SyncReport));

print('\n2. The server starts and answers over MCP\n');
const server = await startServer(project, settings);
const client = new Client({ name: 'demo', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
for (const query of QUESTIONS) {
  const started = performance.now();
  const answer = await client.callTool({ name: 'search_docs', arguments: { query, max_results: 2 } });
  print(renderSearch(query, answer.structuredContent as SearchAnswer, performance.now() - started));
}
await client.close();

print('3. What a monitor sees on /health\n');
print(renderHealth(await (await fetch(new URL('/health', server.url))).json()));

await server[Symbol.asyncDispose]();
print('\nNothing was left running. Next: point your client at your own index, as the README shows.');
