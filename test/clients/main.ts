/**
 * `npm run clients`: real clients of pinned versions against the server. Prints a line for each client and transport,
 * and exits with 1 if the text of an answer does not reach a model, or if a call is answered by an error.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FIXTURE_DOCUMENTS, fixtureIndex } from '../support/fixture-index.ts';
import { PROJECT, startServer } from '../support/programs.ts';
import type { ClientCase, Handed, PreparedClient, Target, Transport } from './client-case.ts';
import { startHttpTap } from './http-tap.ts';
import { NotHere } from './installation.ts';
import { goCases, pythonCases } from './libraries.ts';
import { claudeCode, codex, geminiCli } from './model-hosts.ts';
import { einoCases, scriptCases } from './program-recipes.ts';
import { createStdioTap } from './stdio-tap.ts';
import { callsOf, type Exchange, errorsIn, type Form, formOf, versionSpoken } from './wire.ts';

const CASES: readonly ClientCase[] = [
  ...einoCases,
  claudeCode,
  codex,
  geminiCli,
  ...scriptCases,
  ...pythonCases,
  ...goCases,
];
const HEADINGS = ['client', 'version', 'transport', 'protocol', 'calls', 'the model sees', 'result'];
const USAGE = `Usage: npm run clients -- [--structured] [client ...]

Runs all clients, or those whose names contain one of the words.
--structured  the server has STRUCTURED_CONTENT=true; a model may then see any form
`;
const TOKEN = 'token-of-this-run';
/** How long one run of a client may take. */
const DEADLINE_MS = 600_000;

const { values, positionals } = parseArgs({
  options: { structured: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const chosen = CASES.filter(
  ({ client }) =>
    positionals.length === 0 || positionals.some((word) => client.toLowerCase().includes(word.toLowerCase())),
);
if (values.help || chosen.length === 0) {
  console.log(`${USAGE}\nClients: ${CASES.map(({ client }) => client).join('; ')}`);
  process.exit(values.help ? 0 : 2);
}

await using resources = new AsyncDisposableStack();
const index = resources.use(await fixtureIndex());
await index.publish({ documents: FIXTURE_DOCUMENTS });
const settings = { INDEX_PATH: index.path, ...(values.structured ? { STRUCTURED_CONTENT: 'true' } : {}) };
const server = resources.use(await startServer({ ...settings, MCP_AUTH_TOKEN: TOKEN }));

const rows: string[][] = [];
for (const client of chosen) {
  process.stderr.write(`${client.client}: installing\n`);
  const prepared = await client.prepare().catch((error: Error) => error);
  for (const transport of client.transports) {
    const cells =
      prepared instanceof Error
        ? ['', transport, '', '', '', notPrepared(prepared)]
        : await runOn(client, prepared, transport);
    rows.push([client.client, ...cells]);
    process.stderr.write(`${client.client}, ${transport}: ${cells.at(-1)}\n`);
  }
}
printTable([HEADINGS, ...rows]);
const count = (start: string) => rows.filter((row) => row.at(-1)?.startsWith(start)).length;
console.log(`\n${count('ok')} passed, ${count('FAILED')} failed, ${count('SKIPPED')} skipped`);
if (count('FAILED') > 0) process.exitCode = 1;

/** @returns the cells of the row after the client's name */
async function runOn(
  { client }: ClientCase,
  { version, run }: PreparedClient,
  transport: Transport,
): Promise<string[]> {
  const folder = join(index.folder, `${client}-${transport}`.replaceAll(/[^\w.-]+/g, '-'));
  mkdirSync(folder);
  await using http = await startHttpTap(server.url);
  const stdio = createStdioTap(folder, settings);
  const exchanges = () => (transport === 'HTTP' ? http.exchanges : stdio.exchanges());
  const start = () => [version, transport, versionSpoken(exchanges())];
  try {
    const handed = await withDeadline(run(targetOf(transport, folder, http.url, stdio.script)));
    const calls = exchanges().filter(({ request }) => request.method === 'tools/call').length;
    const forms = formsOf(handed, exchanges());
    return [...start(), String(calls), summaryOf(forms), resultOf(forms, exchanges())];
  } catch (error) {
    return [...start(), '', '', `FAILED: ${reasonOf(error)}`];
  }
}

function notPrepared(error: Error): string {
  return error instanceof NotHere ? `SKIPPED: ${error.message}` : `FAILED: ${reasonOf(error)}`;
}

/** Returns the last lines of what a program wrote to stderr, or else the error's message. */
function reasonOf(error: unknown): string {
  const { stderr = '' } = error as { stderr?: string };
  return (stderr.trim() || String(error)).split('\n').slice(-4).join(' ').slice(0, 500);
}

function formsOf({ script, seen }: Handed, exchanges: readonly Exchange[]): (Form | 'nothing')[] {
  return script.map(({ id, name }) => {
    const answer = seen.get(id);
    return answer === undefined ? 'nothing' : formOf(answer, callsOf(exchanges, name));
  });
}

function summaryOf(forms: readonly string[]): string {
  const distinct = [...new Set(forms)];
  if (distinct.length === 1) return distinct[0] ?? '';
  return distinct.map((form) => `${form} (${forms.filter((other) => other === form).length})`).join(', ');
}

function resultOf(forms: readonly string[], exchanges: readonly Exchange[]): string {
  const errors = errorsIn(exchanges);
  if (errors.length > 0) {
    const [{ request, response } = { request: undefined, response: undefined }] = errors;
    const example = JSON.stringify([request?.params, response?.result?.content]).slice(0, 300);
    return `FAILED: ${errors.length} calls are answered by an error: ${example}`;
  }
  if (forms.some((form) => form === 'nothing' || form === 'other'))
    return 'FAILED: an answer does not arrive';
  if (!values.structured && forms.includes('structured')) return 'FAILED: the text does not arrive';
  return 'ok';
}

function targetOf(transport: Transport, folder: string, url: string, script: string): Target {
  const isHttp = transport === 'HTTP';
  return {
    transport,
    folder,
    place: isHttp ? [`${url}/mcp`] : [process.execPath, script],
    settings: isHttp ? { MCP_AUTH_TOKEN: TOKEN } : {},
    fill: (recipe) =>
      recipe
        .replaceAll('http://localhost:3000', url)
        .replaceAll('/path/to/eino-docs-mcp/src/laptop/main.ts', script)
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
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}
