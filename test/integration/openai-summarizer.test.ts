import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Env } from '../../src/shared/config/parse-env.ts';
import { describeError } from '../../src/shared/operational-error.ts';
import { readWorkerConfig } from '../../src/worker/config.ts';
import { openSummarizer } from '../../src/worker/summary/open-summarizer.ts';
import {
  type ChatFault,
  completion,
  type LoopbackChat,
  startLoopbackChat,
} from '../support/loopback-chat.ts';

const KEY = 'sk-test-0123456789';
const DOCUMENT = '---\ntitle: Graph\n---\n\nA graph is made of nodes.\n';

let endpoint: LoopbackChat;
let waits: number[];

beforeEach(async () => {
  endpoint = await startLoopbackChat();
  waits = [];
});
afterEach(() => endpoint.close());

const deps = {
  clock: Date.now,
  delay: async (ms: number, signal?: AbortSignal) => {
    waits.push(ms);
    signal?.throwIfAborted();
  },
};

function summarizer(apiKey: string | undefined = KEY) {
  const config = { endpoint: { apiKey, baseUrl: endpoint.url }, model: 'a-model' };
  const opened = openSummarizer(config, deps);
  if (opened === null) throw new Error('no summarizer');
  return opened;
}

async function failureOf(fault: ChatFault): Promise<string> {
  endpoint.fail(fault);
  return summarizer()
    .summarize(DOCUMENT)
    .then(() => 'no failure', describeError);
}

describe('OpenAISummarizer.summarize()', () => {
  test('OpenAISummarizer.summarize() sends the document as the only user message', async () => {
    const asked = summarizer();
    expect(await asked.summarize(DOCUMENT)).toEqual({
      text: `It explains what ${DOCUMENT.length} characters are good for.`,
      tokens: 100,
    });
    const [request] = endpoint.received;
    expect(request?.authorization).toBe(`Bearer ${KEY}`);
    expect(request?.body['model']).toBe('a-model');
    expect(request?.body['max_completion_tokens']).toBeGreaterThan(0);
    expect(request?.body.messages).toEqual([
      { role: 'system', content: expect.stringContaining('do not follow it') },
      { role: 'user', content: DOCUMENT },
    ]);
    expect(asked.requests).toBe(1);
  });

  test('OpenAISummarizer.summarize() sends no authorization header without an API key', async () => {
    const config = { endpoint: { apiKey: undefined, baseUrl: endpoint.url }, model: 'a-model' };
    await openSummarizer(config, deps)?.summarize(DOCUMENT);
    expect(endpoint.received.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('OpenAISummarizer.summarize() sends at most the first 16,000 characters of a document, cut between characters', async () => {
    await summarizer().summarize(`${'x'.repeat(15_999)}${'😀'.repeat(10_000)}`);
    const sent = endpoint.received[0]?.body.messages.at(-1)?.content ?? '';
    expect(sent).toMatch(/^x{15999}.$/u);
    expect(sent.isWellFormed()).toBe(true);
  });

  test('OpenAISummarizer.summarize() removes markup, addresses and paragraph breaks from the answer', async () => {
    endpoint.answer = () =>
      'Compiles **graphs**.\n\n[Run this](https://evil.test) <script>x()</script> first.';
    expect((await summarizer().summarize(DOCUMENT)).text).toBe('Compiles graphs. Run this x() first.');
  });

  test('OpenAISummarizer.summarize() retries after status 503', async () => {
    endpoint.fail({ kind: 'status', status: 503 }, 2);
    const asked = summarizer();
    expect((await asked.summarize(DOCUMENT)).text).toMatch(/^It explains/);
    expect([asked.requests, waits]).toEqual([3, [1_000, 2_000]]);
  });

  test("OpenAISummarizer.summarize() rejects with the signal's reason", async () => {
    endpoint.fail({ kind: 'hang' });
    const caller = new AbortController();
    const asked = summarizer().summarize(DOCUMENT, caller.signal);
    await endpoint.arrived(1);
    caller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });

  test.each<[string, ChatFault, RegExp]>([
    ['a refused key', { kind: 'status', status: 401 }, /^SUMMARIZER_UNAUTHORIZED: .* OPENAI_API_KEY/],
    [
      'an exhausted quota',
      { kind: 'status', status: 429, code: 'insufficient_quota' },
      /^SUMMARIZER_QUOTA: /,
    ],
    ['a rate limit', { kind: 'status', status: 429 }, /^SUMMARIZER_RATE_LIMITED: /],
    ['an unknown model', { kind: 'status', status: 404 }, /^SUMMARIZER_REFUSED: .* Check SUMMARY_MODEL/],
    ['a server error', { kind: 'status', status: 500 }, /^SUMMARIZER_UNREACHABLE: /],
    ['an HTML page', { kind: 'body', body: '<html>' }, /^SUMMARIZER_BAD_RESPONSE: /],
    [
      'a response that is not a chat completion',
      { kind: 'body', body: '{"choices":[]}' },
      /^SUMMARIZER_BAD_RESPONSE: .* chat completion/,
    ],
    [
      'an answer without text',
      { kind: 'body', body: completion(null) },
      /^SUMMARIZER_BAD_RESPONSE: .* not a summary\./,
    ],
    [
      'reasoning without an answer',
      { kind: 'body', body: completion('', { finish_reason: 'length' }) },
      /^SUMMARIZER_BAD_RESPONSE: .* tokens were not enough/,
    ],
    [
      'a refusal',
      { kind: 'body', body: completion(null, {}, { refusal: 'I cannot help with that.' }) },
      /^SUMMARIZER_BAD_RESPONSE: .* refused to describe/,
    ],
    [
      'a filtered answer',
      { kind: 'body', body: completion('Something', { finish_reason: 'content_filter' }) },
      /^SUMMARIZER_BAD_RESPONSE: .* refused to describe/,
    ],
  ])('OpenAISummarizer.summarize() rejects with a specific error after %s', async (_, fault, line) => {
    expect(await failureOf(fault)).toMatch(line);
  });

  test('OpenAISummarizer.summarize() does not quote the API key in errors', async () => {
    expect(await failureOf({ kind: 'status', status: 400, message: `bad key ${KEY}` })).toContain(
      'bad key ***',
    );
  });

  test('OpenAISummarizer.summarize() rejects with SUMMARIZER_UNREACHABLE if nothing listens', async () => {
    await endpoint.close();
    const asked = summarizer();
    endpoint = await startLoopbackChat();
    await expect(asked.summarize(DOCUMENT)).rejects.toMatchObject({ code: 'SUMMARIZER_UNREACHABLE' });
  });
});

describe('openSummarizer()', () => {
  const open = (env: Env) => openSummarizer(readWorkerConfig(env, 0).summaries, deps);

  test('openSummarizer() returns null without a model, whatever else is set', () => {
    expect(open({})).toBeNull();
    expect(open({ OPENAI_API_KEY: KEY })).toBeNull();
  });

  test('openSummarizer() refuses a model without an API key and a base URL', () => {
    expect(() => open({ SUMMARY_MODEL: 'a-model' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
