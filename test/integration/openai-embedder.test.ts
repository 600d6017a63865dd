import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Env, parseEnv } from '../../src/shared/config/parse-env.ts';
import { embeddingConfig } from '../../src/shared/config/settings.ts';
import { embeddingVariables } from '../../src/shared/config/variables.ts';
import { openEmbedder } from '../../src/shared/embedding/open-embedder.ts';
import type { OpenAIEndpoint } from '../../src/shared/openai/openai-endpoint.ts';
import { describeError } from '../../src/shared/operational-error.ts';
import {
  type EmbeddingFault,
  type LoopbackEmbeddings,
  startLoopbackEmbeddings,
} from '../support/loopback-embeddings.ts';
import { wordVector } from '../support/word-embedder.ts';

const KEY = 'sk-test-0123456789';

let endpoint: LoopbackEmbeddings;
let waits: number[];

beforeEach(async () => {
  endpoint = await startLoopbackEmbeddings({ dimensions: 8, apiKey: KEY });
  waits = [];
});
afterEach(() => endpoint.close());

function embedder({
  model = 'word-vectors',
  ...overrides
}: Partial<OpenAIEndpoint> & { readonly model?: string } = {}) {
  const config = {
    endpoint: { apiKey: KEY, baseUrl: endpoint.url, ...overrides },
    model,
    dimensions: 8,
  };
  const deps = {
    clock: Date.now,
    delay: async (ms: number, signal?: AbortSignal) => {
      waits.push(ms);
      signal?.throwIfAborted();
    },
  };
  const opened = openEmbedder(config, deps);
  if (opened === null) throw new Error('no embedder');
  return opened;
}

const texts = (count: number) => Array.from({ length: count }, (_, n) => `text number ${n}`);
const batchSizes = () => endpoint.received.map(({ body }) => (body['input'] as unknown[]).length);

describe('an OpenAI-compatible endpoint', () => {
  test('gives a vector for every text, in the order of the texts', async () => {
    const many = texts(100);
    const { vectors, tokens, requests } = await embedder().embed(many);
    expect(vectors).toEqual(many.map((text) => wordVector(text, 8)));
    expect(tokens).toBe(many.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0));
    expect(requests).toBe(endpoint.requests);
  });

  test('is not asked for nothing', async () => {
    expect(await embedder().embed([])).toEqual({ vectors: [], tokens: 0, requests: 0 });
    expect(endpoint.requests).toBe(0);
  });

  test('gets batches within its limits', async () => {
    const openai = embedder({ model: 'text-embedding-3-small' });
    await openai.embed(texts(1_500));
    expect(batchSizes().sort()).toEqual([220, 256, 256, 256, 256, 256]);
  });

  test('gets three requests at once, and no more', async () => {
    endpoint.fail({ kind: 'hang' });
    const caller = new AbortController();
    const asked = embedder().embed(texts(32 * 10), caller.signal);
    await endpoint.arrived(3);
    caller.abort(new Error('seen enough'));
    await expect(asked).rejects.toThrow('seen enough');
    expect(endpoint.maxConcurrency).toBe(3);
  });

  test('gets fewer texts at once where its limits are not known', async () => {
    await embedder().embed(texts(65));
    expect(batchSizes().sort()).toEqual([1, 32, 32]);
  });

  test('gets batches within its limit of tokens', async () => {
    const long = 'word '.repeat(8_000);
    const openai = embedder({ model: 'text-embedding-3-small' });
    await openai.embed(Array.from({ length: 40 }, () => long));
    expect(batchSizes().sort()).toEqual([3, 37]);
  });

  test('is asked for plain numbers, and for shorter vectors only where they are wanted', async () => {
    await embedder({ model: 'text-embedding-3-small' }).embed(['graph']);
    await embedder().embed(['graph']);
    expect(endpoint.received.map(({ body }) => [body['encoding_format'], body['dimensions']])).toEqual([
      ['float', 8],
      ['float', undefined],
    ]);
  });

  test('may want no key, and then gets none', async () => {
    const keyless = await startLoopbackEmbeddings({ dimensions: 8 });
    try {
      await embedder({ apiKey: undefined, baseUrl: keyless.url }).embed(['graph']);
      expect(keyless.received.map(({ authorization }) => authorization)).toEqual([undefined]);
    } finally {
      await keyless.close();
    }
  });

  test('a text that is too long is refused by name, before anything is sent', async () => {
    const openai = embedder({ model: 'text-embedding-3-small' });
    await expect(openai.embed(['short', 'word '.repeat(8_192)])).rejects.toMatchObject({
      code: 'EMBEDDER_INPUT_TOO_LONG',
      message: expect.stringMatching(/819\d tokens .* limit of 8191/),
    });
    expect(endpoint.requests).toBe(0);
  });

  test("a tokenizer's own marks are text like any other", async () => {
    const marked = '<|endoftext|> '.repeat(700);
    expect((await embedder().embed([marked])).vectors).toHaveLength(1);
  });
});

describe('an endpoint that fails', () => {
  const transient: [string, EmbeddingFault][] = [
    ['429', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503 }],
    ['an answer cut short', { kind: 'cut' }],
    ['an empty answer', { kind: 'empty' }],
  ];
  test.each(transient)('for a moment (%s) is asked again, after a growing wait', async (_, fault) => {
    endpoint.fail(fault, 3);
    const { vectors, requests } = await embedder().embed(['graph']);
    expect(vectors).toEqual([wordVector('graph', 8)]);
    expect(requests).toBe(4);
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  test('and says for how long is asked again after that', async () => {
    endpoint.fail({ kind: 'status', status: 429, retryAfter: '17' }, 1);
    await embedder().embed(['graph']);
    expect(waits).toEqual([17_000]);
  });

  test('and wants a wait that is too long is not waited for', async () => {
    endpoint.fail({ kind: 'status', status: 429, retryAfter: '3600' });
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code: 'EMBEDDER_RATE_LIMITED' });
    expect(waits).toEqual([]);
  });

  const lasting: [string, EmbeddingFault, string][] = [
    ['an empty account', { kind: 'status', status: 429, code: 'insufficient_quota' }, 'EMBEDDER_QUOTA'],
    ['a key that may not', { kind: 'status', status: 403 }, 'EMBEDDER_UNAUTHORIZED'],
    ['an unknown model', { kind: 'status', status: 404 }, 'EMBEDDER_REFUSED'],
    ['a bad request', { kind: 'status', status: 400 }, 'EMBEDDER_REFUSED'],
    ['a wrong count', { kind: 'wrong-count' }, 'EMBEDDER_BAD_RESPONSE'],
    ['wrong dimensions', { kind: 'wrong-dimensions' }, 'EMBEDDER_BAD_RESPONSE'],
    ['a number that is none', { kind: 'nan' }, 'EMBEDDER_BAD_RESPONSE'],
    ['base64 where numbers were asked for', { kind: 'base64' }, 'EMBEDDER_BAD_RESPONSE'],
    ['a page of HTML', { kind: 'html' }, 'EMBEDDER_BAD_RESPONSE'],
  ];
  test.each(lasting)('for good (%s) is named at once', async (_, fault, code) => {
    endpoint.fail(fault);
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code });
    expect(endpoint.requests).toBe(1);
    expect(waits).toEqual([]);
  });

  test('with every try is given up by name', async () => {
    endpoint.fail({ kind: 'status', status: 429 });
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code: 'EMBEDDER_RATE_LIMITED' });
    expect(endpoint.requests).toBe(6);
    endpoint.fail({ kind: 'status', status: 500 });
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code: 'EMBEDDER_UNREACHABLE' });
  });

  test('because it is not there is named', async () => {
    const gone = embedder();
    await endpoint.close();
    await expect(gone.embed(['graph'])).rejects.toMatchObject({
      code: 'EMBEDDER_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    endpoint = await startLoopbackEmbeddings();
  });

  test('never learns, and never shows, more of the key than it must', async () => {
    const wrong = embedder({ apiKey: 'sk-wrong-0123456789' });
    const error: unknown = await wrong.embed(['graph']).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'EMBEDDER_UNAUTHORIZED' });
    endpoint.fail({ kind: 'status', status: 400, message: `what is ${KEY}?` });
    const echo: unknown = await embedder()
      .embed(['graph'])
      .catch((thrown: unknown) => thrown);
    expect(describeError(error)).not.toContain('sk-wrong');
    expect(describeError(echo)).toContain('what is ***?');
  });

  test('in one batch ends the others', async () => {
    endpoint.fail({ kind: 'status', status: 400 }, 1);
    await expect(embedder().embed(texts(32 * 20))).rejects.toMatchObject({ code: 'EMBEDDER_REFUSED' });
    await embedder().embed(['graph']);
    expect(endpoint.requests).toBeLessThanOrEqual(4);
  });

  test('by never answering is left as soon as the caller says so', async () => {
    endpoint.fail({ kind: 'hang' });
    const caller = new AbortController();
    const asked = embedder().embed(['graph'], caller.signal);
    caller.abort(new Error('stopped by a person'));
    await expect(asked).rejects.toThrow('stopped by a person');
  });
});

describe('the configuration', () => {
  const deps = { clock: Date.now, delay: async () => {} };
  const open = (env: Env) =>
    openEmbedder(embeddingConfig(parseEnv(embeddingVariables, env, embeddingVariables)), deps);

  test('with neither key nor address has no embedder', () => {
    expect(open({})).toBeNull();
  });

  test.each([
    ['text-embedding-3-small', undefined, 1536],
    ['text-embedding-3-large', undefined, 3072],
    ['text-embedding-ada-002', undefined, 1536],
    ['openai/text-embedding-3-small', undefined, 1536],
    ['text-embedding-3-large', 256, 256],
    ['nomic-embed-text', 768, 768],
  ])(
    '%s with dimensions %s has vectors of %s numbers, known before the first request',
    (name, set, length) => {
      const opened = open({
        OPENAI_API_KEY: KEY,
        EMBEDDING_MODEL: name,
        EMBEDDING_DIMENSIONS: set?.toString(),
      });
      expect([opened?.model, opened?.dimensions]).toEqual([name, length]);
    },
  );

  test.each([
    ['nomic-embed-text', undefined, 'Set EMBEDDING_DIMENSIONS'],
    ['text-embedding-ada-002', 512, 'Unset EMBEDDING_DIMENSIONS'],
    ['text-embedding-3-small', 3072, 'make it smaller'],
  ])('%s with dimensions %s is refused, with what to do', (name, set, advice) => {
    expect(() =>
      open({ OPENAI_API_KEY: KEY, EMBEDDING_MODEL: name, EMBEDDING_DIMENSIONS: set?.toString() }),
    ).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', advice: expect.stringContaining(advice) }));
  });
});
