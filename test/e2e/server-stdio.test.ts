import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { FIXTURE_DOCUMENTS, type FixtureIndex, fixtureIndex } from '../support/fixture-index.ts';
import { cleanEnv, poll, SERVER_MAIN, startServer } from '../support/programs.ts';

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

interface StdioAnswer {
  readonly id: unknown;
  readonly result?: object;
  readonly error?: { readonly code: number };
}

/** Sends lines to a server on stdio. Its answers are by id; none may come twice. */
async function answersTo(lines: readonly string[], settings: Record<string, string> = {}) {
  const { stdout, stderr, exitCode } = await run(['--stdio'], { INDEX_PATH: index.path, ...settings }, lines);
  const written = stdout.split('\n').map((line) => JSON.parse(line) as StdioAnswer);
  const answers = new Map(written.map((answer) => [answer.id, answer]));
  expect(answers.size).toBe(written.length);
  return { answers, stderr, exitCode };
}

describe('the server on stdio', () => {
  test('stdout has only protocol messages, also at log level debug and after a line that is not a message', async () => {
    const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'get_index_status' } };
    const { answers, stderr, exitCode } = await answersTo(
      ['this is no JSON', JSON.stringify(INITIALIZE), JSON.stringify(call)],
      { LOG_LEVEL: 'debug', SERVER_MODE: 'true' },
    );
    expect([...answers.keys()].sort()).toEqual([1, 2]);
    expect(stderr).toContain('bad message on stdin');
    expect(stderr).not.toContain('this is no JSON');
    const log = stderr.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(log.filter(({ tool }) => tool !== undefined)).toEqual([
      expect.objectContaining({
        level: 'info',
        msg: 'tool call',
        tool: 'get_index_status',
        ms: expect.any(Number),
        id: 2,
      }),
    ]);
    expect(log.find(({ address }) => address === 'stdio')).toMatchObject({
      index: index.path,
      sources: [expect.any(String)],
      mode: 'lexical',
      auth: 'off',
    });
    expect(exitCode).toBe(0);
  });

  test('requests of every era, also invalid ones, get one answer each over stdio, and notifications none', async () => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const { answers } = await answersTo(
      [
        { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta } },
        { ...INITIALIZE, id: 'older' },
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { jsonrpc: '2.0', id: 7, method: 'tools/list', params: null },
        { jsonrpc: '2.0', id: 8, method: 'ping' },
        { jsonrpc: '2.0', id: 9, method: 'ping', params: { _meta } },
        [{ jsonrpc: '2.0', id: 10, method: 'ping' }],
        { jsonrpc: '2.0', id: 1.5, method: 'ping' },
        { jsonrpc: '2.0', method: 'notifications/nobody/knows' },
      ].map((message) => JSON.stringify(message)),
    );
    expect(answers.size).toBe(7);
    expect(answers.get(1)).toMatchObject({ result: { resultType: 'complete', cacheScope: 'private' } });
    expect(answers.get('older')).toMatchObject({ result: { protocolVersion: '2025-06-18' } });
    expect(answers.get(8)).toMatchObject({ result: {} });
    const codes = [7, 9, null, 1.5].map((id) => answers.get(id)?.error?.code);
    expect(codes).toEqual([-32_600, -32_601, -32_600, -32_600]);
  });

  test('a host that never reads stderr gets an answer to every call, however long the log grows', async () => {
    const server = spawn(process.execPath, [SERVER_MAIN, '--stdio'], {
      env: cleanEnv({ INDEX_PATH: index.path }),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    try {
      let answered = 0;
      server.stdout.setEncoding('utf8').on('data', (text: string) => {
        answered += text.split('\n').length - 1;
      });
      // The log of so many calls is several times what a pipe or a socket holds.
      const CALLS = 3_000;
      for (let id = 1; id <= CALLS; id++) {
        const params = { name: 'fetch_doc', arguments: {} };
        const call = { jsonrpc: '2.0', id: `${id}-${'x'.repeat(90)}`, method: 'tools/call', params };
        server.stdin.write(`${JSON.stringify(call)}\n`);
      }
      await poll(
        async () => answered,
        (count) => count === CALLS,
      );
    } finally {
      server.kill('SIGKILL');
      server.stderr.destroy();
      await once(server, 'close');
    }
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
