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
    kind: 'endpoint' as const,
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

describe('OpenAIEmbedder.embed()', () => {
  test('OpenAIEmbedder.embed() returns a vector for every text, in the order of the texts', async () => {
    const many = texts(100);
    const asked = embedder();
    const { vectors, tokens } = await asked.embed(many);
    expect(vectors).toEqual(many.map((text) => wordVector(text, 8)));
    expect(tokens).toBe(many.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0));
    expect(asked.requests).toBe(endpoint.requests);
  });

  test('OpenAIEmbedder.embed() makes no request without texts', async () => {
    expect(await embedder().embed([])).toEqual({ vectors: [], tokens: 0 });
    expect(endpoint.requests).toBe(0);
  });

  test('OpenAIEmbedder.embed() sends at most 256 texts per request to an OpenAI model', async () => {
    const openai = embedder({ model: 'text-embedding-3-small' });
    await openai.embed(texts(1_500));
    expect(batchSizes().sort()).toEqual([220, 256, 256, 256, 256, 256]);
  });

  test('OpenAIEmbedder.embed() makes at most three requests at a time', async () => {
    const caller = new AbortController();
    const openai = embedder();
    await openai.embed(['first']);
    endpoint.fail({ kind: 'hang' });
    const asked = openai.embed(texts(32 * 10), caller.signal);
    await endpoint.arrived(4);
    caller.abort(new Error('seen enough'));
    await expect(asked).rejects.toThrow('seen enough');
    expect(endpoint.maxConcurrency).toBe(3);
  });

  test('OpenAIEmbedder.embed() sends at most 32 texts per request to an unknown model', async () => {
    await embedder().embed(texts(65));
    expect(batchSizes().sort()).toEqual([1, 32, 32]);
  });

  test('OpenAIEmbedder.embed() keeps every request within the token limit', async () => {
    const long = 'word '.repeat(8_000);
    const openai = embedder({ model: 'text-embedding-3-small' });
    await openai.embed(Array.from({ length: 40 }, () => long));
    expect(batchSizes().sort()).toEqual([3, 37]);
  });

  test('OpenAIEmbedder.embed() requests plain numbers, and requests dimensions only from models that support them', async () => {
    await embedder({ model: 'text-embedding-3-small' }).embed(['graph']);
    await embedder().embed(['graph']);
    expect(endpoint.received.map(({ body }) => [body['encoding_format'], body['dimensions']])).toEqual([
      ['float', 8],
      ['float', undefined],
    ]);
  });

  test('OpenAIEmbedder.embed() sends no authorization header without an API key', async () => {
    const keyless = await startLoopbackEmbeddings({ dimensions: 8 });
    try {
      await embedder({ apiKey: undefined, baseUrl: keyless.url }).embed(['graph']);
      expect(keyless.received.map(({ authorization }) => authorization)).toEqual([undefined]);
    } finally {
      await keyless.close();
    }
  });

  test('OpenAIEmbedder.embed() treats special tokens of the tokenizer as plain text', async () => {
    const marked = '<|endoftext|> '.repeat(700);
    expect((await embedder().embed([marked])).vectors).toHaveLength(1);
  });
});

describe('OpenAIEmbedder.embed(): faults', () => {
  const transient: [string, EmbeddingFault][] = [
    ['status 429', { kind: 'status', status: 429 }],
    ['status 500', { kind: 'status', status: 500 }],
    ['status 503', { kind: 'status', status: 503 }],
    ['a truncated response', { kind: 'cut' }],
    ['an empty response', { kind: 'empty' }],
  ];
  test.each(transient)('OpenAIEmbedder.embed() retries with growing waits after %s', async (_, fault) => {
    endpoint.fail(fault, 3);
    const asked = embedder();
    expect((await asked.embed(['graph'])).vectors).toEqual([wordVector('graph', 8)]);
    expect(asked.requests).toBe(4);
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  test('OpenAIEmbedder.embed() waits as long as Retry-After says', async () => {
    endpoint.fail({ kind: 'status', status: 429, retryAfter: '17' }, 1);
    await embedder().embed(['graph']);
    expect(waits).toEqual([17_000]);
  });

  test('OpenAIEmbedder.embed() does not wait for a Retry-After beyond the limit', async () => {
    endpoint.fail({ kind: 'status', status: 429, retryAfter: '3600' });
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code: 'EMBEDDER_RATE_LIMITED' });
    expect(waits).toEqual([]);
  });

  const lasting: [string, EmbeddingFault, string][] = [
    ['an exhausted quota', { kind: 'status', status: 429, code: 'insufficient_quota' }, 'EMBEDDER_QUOTA'],
    ['a refused key', { kind: 'status', status: 403 }, 'EMBEDDER_UNAUTHORIZED'],
    ['an unknown model', { kind: 'status', status: 404 }, 'EMBEDDER_REFUSED'],
    ['a bad request', { kind: 'status', status: 400 }, 'EMBEDDER_REFUSED'],
    ['too few vectors', { kind: 'wrong-count' }, 'EMBEDDER_BAD_RESPONSE'],
    ['vectors of the wrong length', { kind: 'wrong-dimensions' }, 'EMBEDDER_BAD_RESPONSE'],
    ['a vector with null in it', { kind: 'nan' }, 'EMBEDDER_BAD_RESPONSE'],
    ['base64 instead of numbers', { kind: 'base64' }, 'EMBEDDER_BAD_RESPONSE'],
    ['an HTML page', { kind: 'html' }, 'EMBEDDER_BAD_RESPONSE'],
  ];
  test.each(lasting)('OpenAIEmbedder.embed() rejects without a retry after %s', async (_, fault, code) => {
    endpoint.fail(fault);
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code });
    expect(endpoint.requests).toBe(1);
    expect(waits).toEqual([]);
  });

  test('OpenAIEmbedder.embed() rejects with a specific code after six failed attempts', async () => {
    endpoint.fail({ kind: 'status', status: 429 });
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code: 'EMBEDDER_RATE_LIMITED' });
    expect(endpoint.requests).toBe(6);
    endpoint.fail({ kind: 'status', status: 500 });
    await expect(embedder().embed(['graph'])).rejects.toMatchObject({ code: 'EMBEDDER_UNREACHABLE' });
  });

  test('OpenAIEmbedder.embed() rejects with EMBEDDER_UNREACHABLE if nothing listens', async () => {
    const gone = embedder();
    await endpoint.close();
    await expect(gone.embed(['graph'])).rejects.toMatchObject({
      code: 'EMBEDDER_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    endpoint = await startLoopbackEmbeddings();
  });

  test('OpenAIEmbedder.embed() does not quote the API key in errors', async () => {
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

  test('OpenAIEmbedder.embed() stops the other requests if one fails', async () => {
    endpoint.fail({ kind: 'status', status: 404 }, 1);
    await expect(embedder().embed(texts(32 * 20))).rejects.toMatchObject({ code: 'EMBEDDER_REFUSED' });
    await embedder().embed(['graph']);
    expect(endpoint.requests).toBeLessThanOrEqual(4);
  });

  test('OpenAIEmbedder.embed() rejects at once when its signal aborts', async () => {
    endpoint.fail({ kind: 'hang' });
    const caller = new AbortController();
    const asked = embedder().embed(['graph'], caller.signal);
    caller.abort(new Error('stopped by a person'));
    await expect(asked).rejects.toThrow('stopped by a person');
  });
});

describe('openEmbedder()', () => {
  const deps = { clock: Date.now, delay: async () => {} };
  const open = (env: Env) =>
    openEmbedder(embeddingConfig(parseEnv(embeddingVariables, env, embeddingVariables)), deps);

  test('openEmbedder() opens the table of word vectors without an endpoint, and nothing with EMBEDDINGS=off', () => {
    expect(open({})?.model).toMatch(/^words-/);
    expect(open({ EMBEDDINGS: 'off', OPENAI_API_KEY: KEY })).toBeNull();
    expect(open({ EMBEDDINGS: 'words', OPENAI_API_KEY: KEY })?.model).toMatch(/^words-/);
  });

  test.each([
    ['text-embedding-3-small', undefined, 1536],
    ['text-embedding-3-large', undefined, 3072],
    ['text-embedding-ada-002', undefined, 1536],
    ['openai/text-embedding-3-small', undefined, 1536],
    ['text-embedding-3-large', 256, 256],
    ['nomic-embed-text', 768, 768],
  ])('openEmbedder() of %s with dimensions %s has vectors of length %s', (name, set, length) => {
    const opened = open({
      OPENAI_API_KEY: KEY,
      EMBEDDING_MODEL: name,
      EMBEDDING_DIMENSIONS: set?.toString(),
    });
    expect([opened?.model, opened?.dimensions]).toEqual([name, length]);
  });

  test.each([
    ['nomic-embed-text', undefined, 'Set EMBEDDING_DIMENSIONS'],
    ['text-embedding-ada-002', 512, 'Unset EMBEDDING_DIMENSIONS'],
    ['text-embedding-3-small', 3072, 'make it smaller'],
  ])('openEmbedder() refuses %s with dimensions %s and advises what to set', (name, set, advice) => {
    expect(() =>
      open({ OPENAI_API_KEY: KEY, EMBEDDING_MODEL: name, EMBEDDING_DIMENSIONS: set?.toString() }),
    ).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', advice: expect.stringContaining(advice) }));
  });
});
