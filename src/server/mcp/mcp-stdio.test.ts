import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { silentLogger } from '../../shared/logger.ts';
import type { McpEndpoint } from './mcp-endpoint.ts';
import { Lines, serveStdio } from './mcp-stdio.ts';

describe('lines', () => {
  test('bytes are cut into the same lines wherever they are cut into chunks', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '人', '\r', '🚀') });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (all, step) => {
        const bytes = Buffer.from(all);
        const lines = new Lines(1_000);
        const found: (string | null)[] = [];
        for (let at = 0; at < bytes.length; at += step) {
          found.push(...lines.split(bytes.subarray(at, at + step)));
        }
        expect(found).toEqual(all.split('\n').slice(0, -1));
      }),
    );
  });

  test('a line over the limit counts as null, and the next one is whole', () => {
    const lines = new Lines(4);
    const found = ['12', '345', '6\nab', 'cd\n'].flatMap((chunk) => lines.split(Buffer.from(chunk)));
    expect(found).toEqual([null, 'abcd']);
  });
});

/** Serves an endpoint on streams. `written` has the ids of the answers so far. */
function serve(endpoint: McpEndpoint, inFlight = 10) {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: 'utf8' });
  const stop = new AbortController();
  const deps = {
    endpoint,
    toolNames: new Set<string>(),
    input,
    output,
    limits: { bodyBytes: 200, inFlight },
    logger: silentLogger,
  };
  const ended = serveStdio(deps, stop.signal);
  const send = (message: object) => input.write(`${JSON.stringify(message)}\n`);
  const nextAnswer = async () => JSON.parse(String((await once(output, 'data'))[0]));
  return { input, output, stop, ended, send, nextAnswer };
}

const request = (id: number | string) => ({ jsonrpc: '2.0', id, method: 'ping' });
const cancelled = (requestId: number | string) => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId },
});

/** Answers requests with their id when they are released. */
function gatedEndpoint() {
  const started: unknown[] = [];
  const aborted: unknown[] = [];
  const gates = new Map<unknown, () => void>();
  const endpoint: McpEndpoint = (message, _, signal) => {
    const { id } = message as { id?: number };
    if (id === undefined) return Promise.resolve({ status: 202 });
    started.push(id);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    gates.set(id, resolve);
    signal.addEventListener('abort', () => {
      aborted.push(id);
      reject(signal.reason);
    });
    return promise.then(() => ({ status: 200, body: { jsonrpc: '2.0', id, result: {} } }));
  };
  return { endpoint, started, aborted, release: (id: unknown) => gates.get(id)?.() };
}

describe('MCP on two streams', () => {
  test('answers come in the order in which they are ready', async () => {
    const { endpoint, release } = gatedEndpoint();
    const { input, send, nextAnswer, ended } = serve(endpoint);
    send(request(1));
    send(request(2));
    release(2);
    expect((await nextAnswer()).id).toBe(2);
    release(1);
    expect((await nextAnswer()).id).toBe(1);
    input.end();
    await ended;
  });

  test('a cancelled request is stopped and gets no answer; a number and a text are different ids', async () => {
    const { endpoint, aborted, release } = gatedEndpoint();
    const { input, output, send, ended } = serve(endpoint);
    for (const id of [1, '1', 2]) send(request(id));
    for (const id of ['1', 99]) send(cancelled(id));
    input.end();
    await once(input, 'end');
    expect(aborted).toEqual(['1']);
    release(1);
    release(2);
    await ended;
    const answers = String(output.read()).trim().split('\n');
    expect(answers.map((line) => JSON.parse(line).id)).toEqual([1, 2]);
  });

  test('no more is read while as many requests wait as may', async () => {
    const { endpoint, started, release } = gatedEndpoint();
    const { input, send, nextAnswer, ended } = serve(endpoint, 2);
    send(request(1));
    send(request(2));
    send(request(3));
    await new Promise(setImmediate);
    expect([started, input.isPaused()]).toEqual([[1, 2], true]);
    release(1);
    await nextAnswer();
    await new Promise(setImmediate);
    expect(started).toEqual([1, 2, 3]);
    input.end();
    release(2);
    release(3);
    await ended;
  });

  test('a stop finishes the pending requests and reads no more', async () => {
    const { endpoint, started, release } = gatedEndpoint();
    const { input, output, send, stop, ended } = serve(endpoint);
    send(request(1));
    await new Promise(setImmediate);
    stop.abort();
    await new Promise(setImmediate);
    send(request(2));
    release(1);
    await ended;
    expect([started, JSON.parse(String(output.read())).id, input.isPaused()]).toEqual([[1], 1, true]);
  });

  test('a request that fails unexpectedly is answered under its id, without what failed', async () => {
    const { input, send, nextAnswer, ended } = serve(() => Promise.reject(new Error('secret')));
    send(request('a'));
    expect(await nextAnswer()).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      error: { code: -32_603, message: 'Internal server error' },
    });
    input.end();
    await ended;
  });

  test('an output that breaks ends the server and stops the pending requests', async () => {
    const { endpoint, aborted } = gatedEndpoint();
    const { output, send, ended } = serve(endpoint);
    send(request(1));
    await new Promise(setImmediate);
    output.destroy(new Error('EPIPE'));
    await ended;
    expect(aborted).toEqual([1]);
  });

  test('a line over the limit is answered with an error, and one that is no JSON with nothing', async () => {
    const { input, send, nextAnswer, ended } = serve(async (message) => ({
      status: 200,
      body: { jsonrpc: '2.0', id: (message as { id: number }).id, result: {} },
    }));
    input.write('this is no JSON\n\n');
    input.write(`${' '.repeat(300)}\n`);
    expect(await nextAnswer()).toMatchObject({
      id: null,
      error: { message: expect.stringContaining('200') },
    });
    send(request(5));
    expect((await nextAnswer()).id).toBe(5);
    input.end();
    await ended;
  });
});
