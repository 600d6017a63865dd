import { describe, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { type Logger, silentLogger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { invalidCursor } from '../answer/cursor.ts';
import { defineTool } from './tool.ts';

/** A tool without arguments that runs `run`. */
function toolThatRuns(
  run: (input: unknown, signal: AbortSignal) => Promise<never>,
  deps: Omit<Parameters<typeof defineTool>[1], 'structuredContent'>,
) {
  const empty = z.object({});
  return defineTool(
    { name: 'read', title: 'Read', description: () => 'Reads.', input: empty, output: empty, run },
    { ...deps, structuredContent: false },
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

describe('the answer of a tool', () => {
  const input = z.object({ query: z.string(), cursor: z.string().optional() });
  const output = z.object({ page: z.string() });

  /** A tool that answers with the arguments it ran with; it has no page but the first. */
  const echo = (structuredContent: boolean) =>
    defineTool(
      {
        name: 'echo',
        title: 'Echo',
        description: ({ title }) => `${title}: Repeats.`,
        input,
        output,
        async run({ query, cursor }) {
          if (cursor !== undefined) throw invalidCursor('The docs have been updated since.');
          return { structured: { page: query }, text: query, notes: query === 'odd' ? ['It is odd.'] : [] };
        },
      },
      { metrics: { toolCalled() {}, toolCrashed() {} }, logger: silentLogger, structuredContent },
    );
  const { signal } = new AbortController();

  test('a tool answers with text alone, and with the structured form and its schema only where that is wanted', async () => {
    expect(await echo(false).call({ query: 'a' }, signal)).toEqual({
      content: [{ type: 'text', text: 'a' }],
    });
    expect(echo(false).definition.outputSchema).toBeUndefined();
    expect(await echo(true).call({ query: 'a' }, signal)).toEqual({
      content: [{ type: 'text', text: 'a' }],
      structuredContent: { page: 'a' },
    });
    expect(echo(true).definition.outputSchema).toEqual(echo(false).answerSchema);
  });

  test('what was left out of the arguments is in the first line of the text and in the structured form', async () => {
    expect(await echo(true).call({ query: 'odd', extra: 1 }, signal)).toEqual({
      content: [
        {
          type: 'text',
          text: 'Note: Ignored, because the tool has no such argument: extra. It is odd.\n\nodd',
        },
      ],
      structuredContent: {
        page: 'odd',
        notes: ['Ignored, because the tool has no such argument: extra.', 'It is odd.'],
      },
    });
  });

  test('a cursor that is no longer valid gives a model the first page with a note, and a program an error', async () => {
    const { content, isError } = await echo(false).call({ query: 'a', cursor: 'old' }, signal);
    expect([isError, content]).toEqual([
      undefined,
      [
        {
          type: 'text',
          text: 'Note: The cursor cannot be used. The docs have been updated since. This is the first page.\n\na',
        },
      ],
    ]);
    await expect(echo(false).answer({ query: 'a', cursor: 'old' }, signal)).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });

  test('a missing argument is an error that names it', async () => {
    const { content, isError } = await echo(false).call({ cursor: '' }, signal);
    expect([isError, content]).toEqual([
      true,
      [{ type: 'text', text: expect.stringMatching(/^INVALID_ARGUMENTS: echo: query is missing\. /) }],
    ]);
    await expect(echo(false).answer({}, signal)).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS' });
  });
});
