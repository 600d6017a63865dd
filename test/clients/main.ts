/**
 * `npm run clients`: real clients, each of the version that is pinned here, against the server. Prints one line for
 * each client and transport, and exits with 1 if a client fails. Arguments: parts of the names of the clients to run.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../support/fixture-index.ts';
import { PROJECT, SERVER_MAIN, startServer } from '../support/programs.ts';
import type { ClientCase, PreparedClient, Target, Transport } from './client-case.ts';
import { startHttpTap } from './http-tap.ts';
import { NotHere } from './installation.ts';
import { goCases, pythonCases } from './libraries.ts';
import { claudeCode, codex, geminiCli } from './model-hosts.ts';
import { einoCases, scriptCases } from './program-recipes.ts';
import { createStdioTap } from './stdio-tap.ts';
import { callsOf, type Exchange, formOf, isReadable, versionSpoken } from './wire.ts';

const CASES: readonly ClientCase[] = [
  ...einoCases,
  claudeCode,
  codex,
  geminiCli,
  ...scriptCases,
  ...pythonCases,
  ...goCases,
];
const HEADINGS = ['client', 'version', 'transport', 'protocol', 'calls', 'form', 'result'];
const TOKEN = 'token-of-this-run';
/** How long one run of a client may take. */
const DEADLINE_MS = 600_000;

const chosen = process.argv.slice(2).map((name) => name.toLowerCase());
const isChosen = ({ client }: ClientCase) =>
  chosen.length === 0 || chosen.some((name) => client.toLowerCase().includes(name));

await using resources = new AsyncDisposableStack();
const index = resources.use(await fixtureIndex());
await index.publish({ documents: FIXTURE_DOCUMENTS });
const server = resources.use(await startServer({ INDEX_PATH: index.path, MCP_AUTH_TOKEN: TOKEN }));

const rows: string[][] = [];
for (const client of CASES.filter(isChosen)) {
  const prepared = await prepare(client);
  for (const transport of client.transports) {
    const row =
      prepared instanceof Error
        ? ['', transport, '', '', '', `SKIPPED: ${prepared.message}`]
        : await runOn(client, prepared, transport);
    rows.push([client.client, ...row]);
    process.stderr.write(`${rows.at(-1)?.join(' · ')}\n`);
  }
}
printTable([HEADINGS, ...rows]);
const failed = rows.filter((row) => row.at(-1)?.startsWith('FAILED'));
const skipped = rows.filter((row) => row.at(-1)?.startsWith('SKIPPED'));
console.log(`\n${rows.length - failed.length - skipped.length} passed, ${failed.length} failed, ${skipped.length} skipped`);
if (failed.length > 0 || rows.length === 0) process.exitCode = 1;

async function prepare(client: ClientCase): Promise<PreparedClient | NotHere> {
  process.stderr.write(`installing ${client.client}\n`);
  return await client.prepare().catch((error) => {
    if (error instanceof NotHere) return error;
    throw error;
  });
}

/** @returns the cells of the row after the client's name */
async function runOn(
  { client }: ClientCase,
  { version, run }: PreparedClient,
  transport: Transport,
): Promise<string[]> {
  const folder = join(index.folder, `${client}-${transport}`.replaceAll(/[^\w.-]+/g, '-'));
  mkdirSync(folder);
  await using http = await startHttpTap(server.url);
  const stdio = createStdioTap(folder);
  const exchanges = () => (transport === 'HTTP' ? http.exchanges : stdio.exchanges());
  try {
    const handed = await withDeadline(run(targetOf(transport, folder, http.url, stdio.script)));
    const forms = handed.script.map(({ id, name }) => {
      const seen = handed.seen.get(id);
      return seen === undefined ? 'nothing' : formOf(seen, callsOf(exchanges(), name));
    });
    const counted = [...new Set(forms)].map((form) => (new Set(forms).size === 1 ? form : `${form} (${forms.filter((other) => other === form).length})`));
    const calls = `${exchanges().filter(({ request }) => request.method === 'tools/call').length}`;
    const result = forms.every(isReadable) ? 'ok' : 'FAILED: the text does not arrive';
    return [version, transport, versionSpoken(exchanges()), calls, counted.join(', '), result];
  } catch (error) {
    const reason = String((error as { stderr?: string }).stderr || error).trim().split('\n').slice(-4).join(' ');
    return [version, transport, versionSpoken(exchanges()), '', '', `FAILED: ${reason.slice(0, 500)}`];
  }
}

function targetOf(transport: Transport, folder: string, url: string, script: string): Target {
  const isHttp = transport === 'HTTP';
  return {
    transport,
    folder,
    place: isHttp ? [`${url}/mcp`] : [process.execPath, script],
    settings: isHttp ? { MCP_AUTH_TOKEN: TOKEN } : { INDEX_PATH: index.path },
    fill: (recipe) =>
      recipe
        .replaceAll('http://localhost:3000', url)
        .replaceAll('/path/to/eino-docs-mcp/data/index.db', index.path)
        .replaceAll('/path/to/eino-docs-mcp/src/server/main.ts', script)
        .replaceAll('/path/to/eino-docs-mcp', PROJECT),
  };
}

async function withDeadline<T>(promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the client did not finish')), DEADLINE_MS);
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function printTable(table: readonly (readonly string[])[]): void {
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}
