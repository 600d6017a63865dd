/**
 * Shows the whole product in a few seconds, offline: syncs this project's own docs/ with the real worker, starts the real
 * server, sends three queries through an MCP client, and leaves nothing running.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { PROJECT, runSync, startServer } from '../test/support/programs.ts';
import { renderHealth, renderReport, renderSearch, type SearchAnswer } from './render.ts';

const QUERIES = [
  'How does a publish stay atomic for readers?',
  'What happens when the worker is killed in the middle of a sync?',
  'FRESHNESS_MAX_AGE',
];

const folder = await mkdtemp(join(tmpdir(), 'eino-docs-demo-'));
const stop = new AbortController();
const stopWith = (exitCode: number) => () => {
  process.exitCode = exitCode;
  stop.abort();
};
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, stopWith(128 + number));
}
process.stdout.on('error', stopWith(1));
const settings = {
  DOCS_SOURCE: `dir:${join(PROJECT, 'docs')}`,
  INDEX_PATH: join(folder, 'index.db'),
  // The demo prints figures of its own from it; an agent reads the text.
  STRUCTURED_CONTENT: 'true',
};
const print = (text: string) => process.stdout.write(`${text}\n`);

try {
  print('1. The worker syncs docs/ into a fresh index (SQLite, no key, no network)\n');
  print(renderReport(await runSync(settings, stop.signal)));

  print('\n2. The server starts and answers over MCP\n');
  await using server = await startServer(settings, stop.signal);
  const client = new Client({ name: 'demo', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  for (const query of QUERIES) {
    const started = performance.now();
    const answer = await client.callTool({ name: 'search_docs', arguments: { query, max_results: 2 } });
    print(renderSearch(query, answer.structuredContent as SearchAnswer, performance.now() - started));
  }
  await client.close();

  print('3. What a monitor sees on /health\n');
  print(renderHealth(await (await fetch(new URL('/health', server.url))).json()));
} catch (error) {
  // A signal makes the current step fail; that failure is not an error.
  if (!stop.signal.aborted) throw error;
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (!stop.signal.aborted) {
  print('\nNothing was left running. Next: point your client at your own index, as the README shows.');
}
