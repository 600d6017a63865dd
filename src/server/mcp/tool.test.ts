import { expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { type Logger, silentLogger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { invalidCursor } from '../answer/cursor.ts';
import { defineTool } from './tool.ts';

/** A tool without arguments that runs `run`. */
function toolThatRuns(
  run: (input: unknown, signal: AbortSignal) => Promise<never>,
  deps: Parameters<typeof defineTool>[1],
) {
  const empty = z.object({});
  return defineTool(
    { name: 'read', title: 'Read', description: 'Reads.', input: empty, output: empty, run },
    deps,
  );
}

/** Text for the client and lines of the log when a tool fails with `error`. */
async function failing(error: unknown) {
  const logged: string[] = [];
  const log = (first: unknown, second?: unknown) => logged.push(JSON.stringify([first, second]));
  const logger: Logger = { ...silentLogger, warn: log };
  const tool = toolThatRuns(() => Promise.reject(error), {
    metrics: { toolCalled() {}, toolCrashed: (_, crash) => log(String(crash)) },
    logger,
  });
  const { isError, content } = await tool.call({}, new AbortController().signal);
  expect(isError).toBe(true);
  return { text: content[0]?.type === 'text' ? content[0].text : '', log: logged.join() };
}

test('an unreadable index shows the client its code and advice; only the log has the message with the path', async () => {
  const message = 'the index /home/me/bad.db is damaged.';
  const { text, log } = await failing(new OperationalError('INDEX_CORRUPT', message, 'Restore it.'));
  expect(text).toBe('INDEX_CORRUPT: The index cannot be read. Restore it.');
  expect(log).toContain(message);
});

test("the caller's own error is shown to the client in full and not logged", async () => {
  const { text, log } = await failing(invalidCursor('The docs were updated since.'));
  expect(text).toMatch(/^INVALID_CURSOR: .*The docs were updated since\. Call again/);
  expect(log).toBe('');
});

test('an unexpected error is only logged; the client gets INTERNAL', async () => {
  const { text, log } = await failing(new Error('/home/me is full'));
  expect(text).toBe('INTERNAL: The server failed. See its log.');
  expect(log).toContain('/home/me is full');
});

test('a tool that has no answer after eight seconds is stopped and fails with INDEX_TIMEOUT', async () => {
  jest.useFakeTimers();
  try {
    let stopped = false;
    const tool = toolThatRuns(
      (_, signal) =>
        new Promise<never>(() => signal.addEventListener('abort', () => (stopped = true), { once: true })),
      { metrics: { toolCalled() {}, toolCrashed() {} }, logger: silentLogger },
    );
    const called = tool.call({}, new AbortController().signal);
    jest.advanceTimersByTime(8_000);
    expect(await called).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^INDEX_TIMEOUT: /) }],
    });
    expect(stopped).toBe(true);
  } finally {
    jest.useRealTimers();
  }
});
