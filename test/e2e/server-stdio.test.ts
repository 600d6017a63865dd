import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { execa } from 'execa';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { cleanEnv, SERVER_MAIN, startServer } from '../support/programs.ts';

let index: FixtureIndex;

beforeAll(async () => {
  index = await fixtureIndex();
  await index.publish({ documents: FIXTURE_DOCUMENTS });
});

afterAll(async () => {
  await index[Symbol.asyncDispose]();
});

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** Runs the server with some lines on stdin, which then ends. */
function run(args: readonly string[], settings: Record<string, string>, lines: readonly string[] = []) {
  return execa(process.execPath, [SERVER_MAIN, ...args], {
    env: cleanEnv(settings),
    extendEnv: false,
    reject: false,
    input: lines.map((line) => `${line}\n`).join(''),
  });
}

describe('the server on stdio', () => {
  test('every tool answers over stdio, and the server ends with its input', async () => {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [SERVER_MAIN],
      env: cleanEnv({ INDEX_PATH: index.path }),
      stderr: 'ignore',
    });
    const client = new Client({ name: 'test', version: '1.0.0' });
    await using resources = new AsyncDisposableStack();
    resources.defer(() => client.close());
    await client.connect(transport);
    const { tools } = await client.listTools();
    const args: Record<string, Record<string, unknown>> = {
      search_docs: { query: 'graph' },
      fetch_doc: { path: 'core/graph.md' },
    };
    for (const { name } of tools) {
      const { isError, content } = await client.callTool({ name, arguments: args[name] ?? {} });
      expect([name, isError ?? false]).toEqual([name, false]);
      expect(content).toMatchObject([{ type: 'text', text: expect.stringContaining('fresh') }]);
    }
  });

  test('stdout has only protocol messages, also at log level debug and after a line that is not a message', async () => {
    const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'get_index_status' } };
    const { stdout, stderr, exitCode } = await run(
      ['--stdio'],
      { INDEX_PATH: index.path, LOG_LEVEL: 'debug', SERVER_MODE: 'true' },
      ['this is no JSON', JSON.stringify(INITIALIZE), JSON.stringify(call)],
    );
    expect(stdout.split('\n').map((line) => JSON.parse(line).id)).toEqual([1, 2]);
    expect(stderr).toContain('bad message on stdin');
    expect(exitCode).toBe(0);
  });

  test('a server with wrong settings names them on stderr, writes nothing to stdout and ends with exit code 2', async () => {
    const { stdout, stderr, exitCode } = await run([], { QDRANT_URL: 'localhost', PORT: 'http' });
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^eino-docs-server: CONFIG_INVALID: 2 settings are invalid:\n {2}QDRANT_URL: .*\n {2}PORT: .*\nSee /,
    );
    expect(stderr).not.toContain('    at ');
    expect(exitCode).toBe(2);
  });

  test('an unknown argument ends with exit code 2, --help fits a screen, --version prints the version', async () => {
    const [unknown, help, version] = await Promise.all([
      run(['--htpp'], {}),
      run(['--help'], {}),
      run(['--version'], {}),
    ]);
    expect([unknown.exitCode, unknown.stdout, unknown.stderr]).toEqual([
      2,
      '',
      'eino-docs-server: USAGE: unknown argument "--htpp"; did you mean --http? See --help.',
    ]);
    expect(help.exitCode).toBe(0);
    expect(help.stdout.split('\n').length).toBeLessThanOrEqual(24);
    expect(help.stdout.split('\n').every((line) => line.length <= 80)).toBe(true);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('SIGTERM ends the server with exit code 0, over stdio and over HTTP', async () => {
    const stdio = execa(process.execPath, [SERVER_MAIN], {
      env: cleanEnv({ INDEX_PATH: index.path }),
      extendEnv: false,
      reject: false,
      stdin: 'pipe',
    });
    const [http] = await Promise.all([
      startServer({ INDEX_PATH: index.path }),
      new Promise((resolve) => stdio.stderr.once('data', resolve)),
    ]);
    stdio.kill('SIGTERM');
    expect([(await stdio).exitCode, await http.stop()]).toEqual([0, 0]);
    expect(http.log()).toContain('stopped');
  });
});
