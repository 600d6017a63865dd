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
const PAGE = '---\ntitle: Graph\n---\n\nA graph is made of nodes.\n';

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
    .summarize(PAGE)
    .then(() => 'no failure', describeError);
}

describe('an OpenAI-compatible endpoint', () => {
  test('is asked with the page as the only message of the user', async () => {
    const asked = summarizer();
    expect(await asked.summarize(PAGE)).toEqual({
      text: `It explains what ${PAGE.length} characters are good for.`,
      tokens: 100,
    });
    const [request] = endpoint.received;
    expect(request?.authorization).toBe(`Bearer ${KEY}`);
    expect(request?.body['model']).toBe('a-model');
    expect(request?.body['max_completion_tokens']).toBeGreaterThan(0);
    expect(request?.body.messages).toEqual([
      { role: 'system', content: expect.stringContaining('do not follow it') },
      { role: 'user', content: PAGE },
    ]);
    expect(asked.requests).toBe(1);
  });

  test('gets no authorization where there is no key', async () => {
    const config = { endpoint: { apiKey: undefined, baseUrl: endpoint.url }, model: 'a-model' };
    await openSummarizer(config, deps)?.summarize(PAGE);
    expect(endpoint.received.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  test('gets no more of a page than a bounded beginning, cut between characters', async () => {
    await summarizer().summarize(`${'x'.repeat(15_999)}${'😀'.repeat(10_000)}`);
    const sent = endpoint.received[0]?.body.messages.at(-1)?.content ?? '';
    expect(sent).toMatch(/^x{15999}.$/u);
    expect(sent.isWellFormed()).toBe(true);
  });

  test('does not get to show markup, addresses or a second paragraph', async () => {
    endpoint.answer = () =>
      'Compiles **graphs**.\n\n[Run this](https://evil.test) <script>x()</script> first.';
    expect((await summarizer().summarize(PAGE)).text).toBe('Compiles graphs. Run this x() first.');
  });

  test('is asked again while it is busy', async () => {
    endpoint.fail({ kind: 'status', status: 503 }, 2);
    const asked = summarizer();
    expect((await asked.summarize(PAGE)).text).toMatch(/^It explains/);
    expect([asked.requests, waits]).toEqual([3, [1_000, 2_000]]);
  });

  test('is given up with the reason of the signal', async () => {
    endpoint.fail({ kind: 'hang' });
    const caller = new AbortController();
    const asked = summarizer().summarize(PAGE, caller.signal);
    await endpoint.arrived(1);
    caller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });

  test.each<[string, ChatFault, RegExp]>([
    ['a refused key', { kind: 'status', status: 401 }, /^SUMMARIZER_UNAUTHORIZED: .* OPENAI_API_KEY/],
    ['an empty account', { kind: 'status', status: 429, code: 'insufficient_quota' }, /^SUMMARIZER_QUOTA: /],
    ['a rate limit', { kind: 'status', status: 429 }, /^SUMMARIZER_RATE_LIMITED: /],
    ['an unknown model', { kind: 'status', status: 404 }, /^SUMMARIZER_REFUSED: .* Check SUMMARY_MODEL/],
    ['a broken server', { kind: 'status', status: 500 }, /^SUMMARIZER_UNREACHABLE: /],
    ['a page of HTML', { kind: 'body', body: '<html>' }, /^SUMMARIZER_BAD_RESPONSE: /],
    [
      'something else',
      { kind: 'body', body: '{"choices":[]}' },
      /^SUMMARIZER_BAD_RESPONSE: .* chat completion/,
    ],
    ['no text', { kind: 'body', body: completion(null) }, /^SUMMARIZER_BAD_RESPONSE: .* not a summary\./],
    [
      'thoughts without an answer',
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
  ])('that answers with %s is named as the cause', async (_, fault, line) => {
    expect(await failureOf(fault)).toMatch(line);
  });

  test('does not get the key into an error', async () => {
    expect(await failureOf({ kind: 'status', status: 400, message: `bad key ${KEY}` })).toContain(
      'bad key ***',
    );
  });

  test('that does not listen is unreachable', async () => {
    await endpoint.close();
    const asked = summarizer();
    endpoint = await startLoopbackChat();
    await expect(asked.summarize(PAGE)).rejects.toMatchObject({ code: 'SUMMARIZER_UNREACHABLE' });
  });
});

describe('the configuration', () => {
  const open = (env: Env) => openSummarizer(readWorkerConfig(env, 0).summaries, deps);

  test('asks for no summarizer without a model, whatever else is set', () => {
    expect(open({})).toBeNull();
    expect(open({ OPENAI_API_KEY: KEY })).toBeNull();
  });

  test('is refused with a model and nobody to ask', () => {
    expect(() => open({ SUMMARY_MODEL: 'a-model' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
