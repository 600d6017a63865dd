import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OpenAIEmbedder, type OpenAIEmbedderOptions } from '../../src/shared/embedding/openai-embedder.ts';
import {
  type EmbeddingsResult,
  type LoopbackEmbeddings,
  type LoopbackEmbeddingsOptions,
  startLoopbackEmbeddings,
} from '../support/loopback-embeddings.ts';
import { wordVector } from '../support/word-embedder.ts';

/** Tests the embedder against endpoints that differ from OpenAI's in what they take and how they answer. */

const opened: LoopbackEmbeddings[] = [];
afterEach(async () => {
  for (const endpoint of opened.splice(0)) await endpoint.close();
});

async function connect(
  endpointOptions: LoopbackEmbeddingsOptions,
  options: Partial<OpenAIEmbedderOptions> = {},
) {
  const endpoint = await startLoopbackEmbeddings({ dimensions: 8, ...endpointOptions });
  opened.push(endpoint);
  const embedder = new OpenAIEmbedder({
    apiKey: undefined,
    baseUrl: endpoint.url,
    model: 'word-vectors',
    dimensions: 8,
    clock: Date.now,
    delay: async (_ms, signal) => signal?.throwIfAborted(),
    ...options,
  });
  return { endpoint, embedder };
}

const texts = (count: number) => Array.from({ length: count }, (_, n) => `text number ${n}`);
const vectorsOf = (all: readonly string[]) => all.map((text) => wordVector(text, 8));
const batchSizes = ({ received }: LoopbackEmbeddings) =>
  received.map(({ body }) => (body['input'] as unknown[]).length);
const refusal = (message: string) => ({ status: 400, body: JSON.stringify({ error: { message } }) });

describe('an endpoint that takes fewer texts at once', () => {
  const atMost = (limit: number) => (all: readonly string[]) =>
    all.length > limit ? refusal(`batch size is invalid, it should not be larger than ${limit}.`) : null;

  test.each([10, 8, 4, 1])(
    'texts are sent in requests that an endpoint takes that takes %d at once',
    async (limit) => {
      const { endpoint, embedder } = await connect({ refuse: atMost(limit) });
      const many = texts(100);
      expect((await embedder.embed(many)).vectors).toEqual(vectorsOf(many));
      expect(endpoint.texts.toSorted()).toEqual(many.toSorted());
      // Once it has been learned, nothing is sent that is refused.
      const before = endpoint.requests;
      await embedder.embed(many);
      expect(Math.max(...batchSizes(endpoint).slice(before))).toBeLessThanOrEqual(limit);
      expect(before - Math.ceil(100 / limit)).toBeLessThan(20);
    },
  );

  test('EMBEDDING_BATCH_SIZE is the most texts in a request, so that none is refused', async () => {
    const { endpoint, embedder } = await connect({ refuse: atMost(10) }, { batchSize: 10 });
    await embedder.embed(texts(35));
    expect(batchSizes(endpoint).toSorted((a, b) => a - b)).toEqual([5, 10, 10, 10]);
  });

  test('whatever the limits of an endpoint are, every text gets its vector and none is embedded twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }),
        async (limit, longest, sizes) => {
          const refuse = (all: readonly string[]) =>
            all.length > limit || all.some((text) => text.length > 60 * longest + 400)
              ? refusal('too much')
              : null;
          const { endpoint, embedder } = await connect({ refuse });
          const many = sizes.map((size, n) =>
            Array.from({ length: size * 5 }, (_, word) => `word${n}x${word} `).join(''),
          );
          const { vectors } = await embedder.embed(many);
          expect(vectors).toHaveLength(many.length);
          for (const [n, text] of many.entries()) {
            if (endpoint.texts.includes(text)) expect(vectors[n]).toEqual(wordVector(text, 8));
            else expect(Math.hypot(...(vectors[n] ?? []))).toBeCloseTo(1, 4);
          }
          expect(new Set(endpoint.texts).size).toBe(endpoint.texts.length);
          expect(endpoint.texts.join('').length).toBe(many.join('').length);
          await endpoint.close();
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('an endpoint whose model reads only short texts', () => {
  const long = `${'The first half is about graphs. '.repeat(60)}\n${'The second is about tools. '.repeat(60)}`;
  const refuse = (all: readonly string[]) =>
    all.some((text) => text.length > 1_000)
      ? { status: 413, body: JSON.stringify({ message: 'inputs must have less than 512 tokens' }) }
      : null;

  test('a text that is refused for its length gets the mean of the vectors of its parts', async () => {
    const { endpoint, embedder } = await connect({ refuse });
    const { vectors } = await embedder.embed(['short', long, 'also short']);
    expect(vectors).toHaveLength(3);
    expect([vectors[0], vectors[2]]).toEqual(vectorsOf(['short', 'also short']));
    const parts = endpoint.texts.filter((text) => text.length > 100);
    expect(parts.toSorted((a, b) => long.indexOf(a) - long.indexOf(b)).join('')).toBe(long);
    expect(Math.hypot(...(vectors[1] ?? []))).toBeCloseTo(1, 5);
    const similar = wordVector(long, 8).reduce((sum, x, i) => sum + x * (vectors[1]?.[i] ?? 0), 0);
    expect(similar).toBeGreaterThan(0.8);
    // The next long text is split before it is sent.
    const before = endpoint.requests;
    await embedder.embed([long]);
    expect(endpoint.requests - before).toBe(parts.length);
  });

  test('an endpoint that refuses every text is asked a few times, and its words are the error', async () => {
    const { endpoint, embedder } = await connect({ refuse: () => refusal('this model does not embed') });
    await expect(embedder.embed([...texts(40), long])).rejects.toMatchObject({
      code: 'EMBEDDER_REFUSED',
      message: expect.stringContaining('this model does not embed'),
    });
    expect(endpoint.requests).toBeLessThan(12);
  });
});

describe('the error of an endpoint', () => {
  test.each([
    ['error.message', { error: { message: 'the words', code: 'bad' } }],
    ['error as text', { error: 'the words' }],
    ['message', { message: 'the words', type: 'BadRequest', code: 400 }],
    ['detail', { detail: 'the words' }],
    ["FastAPI's list of problems", { detail: [{ loc: ['body', 'input'], msg: 'the words', type: 'value' }] }],
    ['errors', { errors: [{ message: 'the words' }] }],
    ['a list', [{ error: { message: 'the words' } }]],
    ['text alone', 'the words'],
  ])('the words of an endpoint are in the error if it has them in %s', async (_, body) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { embedder } = await connect({ refuse: () => ({ status: 404, body: text }) });
    await expect(embedder.embed(['graph'])).rejects.toMatchObject({
      code: 'EMBEDDER_REFUSED',
      message: expect.stringContaining('rejected the request (404 the words).'),
    });
  });

  test('the words of an endpoint that answers an error with status 200 are in the error', async () => {
    const { embedder } = await connect({
      refuse: () => ({ status: 200, body: '{"error":{"message":"no such model"}}' }),
    });
    await expect(embedder.embed(['graph'])).rejects.toMatchObject({
      code: 'EMBEDDER_BAD_RESPONSE',
      message: expect.stringContaining('(no such model)'),
    });
  });
});

describe('a good response', () => {
  const without = (change: (result: EmbeddingsResult) => unknown) => change;
  const data = (result: EmbeddingsResult, index: (n: number) => unknown) => ({
    ...result,
    data: result.data.map((item, n) => ({ ...item, index: index(n) })),
  });
  test.each([
    ['no usage', without(({ usage: _, ...rest }) => rest)],
    ['usage null', without((result) => ({ ...result, usage: null }))],
    ['a usage without prompt_tokens', without((result) => ({ ...result, usage: { total_tokens: 3 } }))],
    ['a usage that is text', without((result) => ({ ...result, usage: 'free' }))],
    ['no index', without((result) => data(result, () => undefined))],
    ['index null', without((result) => data(result, () => null))],
    ['index 0 for every text', without((result) => data(result, () => 0))],
    ['the index as text', without((result) => data(result, String))],
    ['the embeddings in another order', without((result) => ({ ...result, data: result.data.toReversed() }))],
    [
      'nothing but the embeddings',
      without(({ data: all }) => ({ data: all.map(({ embedding }) => ({ embedding })) })),
    ],
  ])('vectors are taken from a response with %s', async (_, reshape) => {
    const { embedder } = await connect({ reshape });
    const { vectors, tokens } = await embedder.embed(['graph', 'tool', 'node']);
    expect(vectors).toEqual(vectorsOf(['graph', 'tool', 'node']));
    expect(tokens).toBeGreaterThan(0);
  });

  test.each([
    ['contradict each other', (n: number) => [0, 0, 1][n]],
    ['are beyond the texts', (n: number) => n + 5],
  ])('vectors are not taken from a response whose indexes %s', async (_, index) => {
    const { embedder } = await connect({ reshape: (result) => data(result, index) });
    await expect(embedder.embed(['graph', 'tool', 'node'])).rejects.toMatchObject({
      code: 'EMBEDDER_BAD_RESPONSE',
    });
  });
});

describe('a slow endpoint', () => {
  test('an endpoint that embeds one text after the other has the time that it needs, and embeds each once', async () => {
    // A hundredth of the usual times, for an endpoint that takes a hundredth of a second for a text.
    const times = { shortest: 600, longest: 20_000, perText: 200 };
    const { endpoint, embedder } = await connect({ msPerText: 10 }, { times });
    const many = texts(200);
    expect((await embedder.embed(many)).vectors).toEqual(vectorsOf(many));
    expect(endpoint.texts.toSorted()).toEqual(many.toSorted());
    expect(embedder.requests).toBe(Math.ceil(200 / 32));
  });

  test('after a request that is not answered, one request at a time is sent, with fewer texts', async () => {
    const times = { shortest: 1_000, longest: 60_000, perText: 0 };
    const { endpoint, embedder } = await connect({}, { times });
    await embedder.embed(['first']);
    endpoint.fail({ kind: 'hang' }, 1);
    const many = texts(32 * 8);
    expect((await embedder.embed(many)).vectors).toEqual(vectorsOf(many));
    expect(endpoint.texts.slice(1).toSorted()).toEqual(many.toSorted());
    const before = endpoint.requests;
    endpoint.resetConcurrency();
    await embedder.embed(texts(64));
    expect(endpoint.maxConcurrency).toBe(1);
    expect(batchSizes(endpoint).slice(before)).toEqual([16, 16, 16, 16]);
  });

  test('an endpoint that never answers is given up after three requests', async () => {
    const times = { shortest: 50, longest: 100, perText: 0 };
    const { endpoint, embedder } = await connect({}, { times });
    endpoint.fail({ kind: 'hang' });
    await expect(embedder.embed(texts(100))).rejects.toMatchObject({
      code: 'EMBEDDER_UNREACHABLE',
      message: expect.stringContaining('(timeout)'),
    });
    expect(embedder.requests).toBe(3);
  });
});

test('the prefix of documents is sent before every text', async () => {
  const { endpoint, embedder } = await connect({}, { prefix: 'passage: ' });
  await embedder.embed(['graph', 'tool']);
  expect(endpoint.texts).toEqual(['passage: graph', 'passage: tool']);
});
