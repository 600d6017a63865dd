import type OpenAI from 'openai';
import pMap from 'p-map';
import { z } from 'zod';
import type { Clock, Delay } from '../clock.ts';
import {
  endpointUrl,
  judgeOpenAIRetry,
  type OpenAIEndpoint,
  OpenAIErrors,
  type OpenAIUse,
  openAIClient,
  requestBounds,
  requireResponse,
} from '../openai/openai-endpoint.ts';
import { type RetryPolicy, retry } from '../retry.ts';
import type { Embedder, Embeddings } from './embedder.ts';
import { type EmbeddingBatch, embeddingBatches, loadTokenCount, tokenCeiling } from './embedding-batches.ts';
import { type EmbeddingModel, embeddingModel } from './embedding-model.ts';

/** Concurrent requests. */
const CONCURRENCY = 3;
/** Timeout of one request including its response, in milliseconds. */
const REQUEST_TIMEOUT_MS = 60_000;
const RETRIES: RetryPolicy = { attempts: 6, firstWaitMs: 1_000, longestWaitMs: 60_000 };

const USE: OpenAIUse = {
  codes: {
    unauthorized: 'EMBEDDER_UNAUTHORIZED',
    quota: 'EMBEDDER_QUOTA',
    rateLimited: 'EMBEDDER_RATE_LIMITED',
    refused: 'EMBEDDER_REFUSED',
    unreachable: 'EMBEDDER_UNREACHABLE',
    badResponse: 'EMBEDDER_BAD_RESPONSE',
  },
  settings: 'EMBEDDING_MODEL, EMBEDDING_DIMENSIONS and OPENAI_BASE_URL',
  modelAdvice:
    'Check that EMBEDDING_MODEL is an embedding model of that endpoint and that EMBEDDING_DIMENSIONS fits it.',
};

export interface OpenAIEmbedderOptions extends OpenAIEndpoint {
  readonly model: string;
  readonly dimensions: number | undefined;
  readonly clock: Clock;
  readonly delay: Delay;
}

/** Embeds through OpenAI's embeddings endpoint or any compatible one. */
export class OpenAIEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly #model: EmbeddingModel;
  readonly #options: OpenAIEmbedderOptions;
  readonly #errors: OpenAIErrors;
  readonly #client: OpenAI;

  constructor(options: OpenAIEmbedderOptions) {
    this.#model = embeddingModel(options.model, options.dimensions);
    this.model = this.#model.name;
    this.dimensions = this.#model.dimensions;
    this.#options = options;
    this.#errors = new OpenAIErrors(USE, endpointUrl(options), options.apiKey);
    this.#client = openAIClient(options);
  }

  /** Also rejects with the signal's reason. */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    const batches = await this.#batches(texts);
    let requests = 0;
    const failed = new AbortController();
    const stop = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
    const embedBatch = (batch: EmbeddingBatch) =>
      retry(
        () => {
          requests += 1;
          return this.#request(batch.texts, stop);
        },
        {
          ...RETRIES,
          judge: (error) => judgeOpenAIRetry(error, this.#options.clock()),
          delay: this.#options.delay,
          signal: stop,
        },
      );
    try {
      const answers = await pMap(batches, embedBatch, { concurrency: CONCURRENCY });
      return {
        vectors: answers.flatMap(({ vectors }) => vectors),
        tokens: answers.reduce((sum, { tokens }, i) => sum + (tokens ?? batches[i]?.tokens ?? 0), 0),
        requests,
      };
    } catch (error) {
      failed.abort(error);
      signal?.throwIfAborted();
      throw this.#errors.classify(error);
    }
  }

  /** Tokens are not counted if even one token per byte stays within the limits, as for every query. */
  async #batches(texts: readonly string[]): Promise<EmbeddingBatch[]> {
    const { limits } = this.#model;
    const short = texts.length <= 1 && texts.every((text) => tokenCeiling(text) <= limits.tokensPerInput);
    return embeddingBatches(texts, limits, short ? tokenCeiling : await loadTokenCount());
  }

  async #request(
    texts: readonly string[],
    stop: AbortSignal,
  ): Promise<{ vectors: Float32Array[]; tokens: number | undefined }> {
    const { requestedDimensions } = this.#model;
    const response: unknown = await this.#client.embeddings.create(
      {
        model: this.model,
        input: [...texts],
        // Unasked, the client wants base64, which not every compatible server can answer.
        encoding_format: 'float',
        ...(requestedDimensions === undefined ? {} : { dimensions: requestedDimensions }),
      },
      requestBounds(REQUEST_TIMEOUT_MS, stop),
    );
    requireResponse(response);
    const checked = validateEmbeddings(response, texts.length, this.dimensions);
    if (typeof checked === 'string') throw this.#errors.badResponse(checked);
    return checked;
  }
}

const responseSchema = z.object({
  data: z.array(z.object({ index: z.number().int().optional(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.number().int().nonnegative() }).optional(),
});

/**
 * Validates the response to a request for embeddings.
 * @returns the vectors in the order of the texts and the number of tokens, or a description of the problem
 */
function validateEmbeddings(
  response: unknown,
  count: number,
  dimensions: number,
): { readonly vectors: Float32Array[]; readonly tokens: number | undefined } | string {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) return 'the response is not an array of finite-number vectors';
  const { data, usage } = parsed.data;
  if (data.length !== count) return `the response has ${data.length} embeddings for ${count} texts`;

  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  for (const [position, item] of data.entries()) {
    const index = item.index ?? position;
    if (index < 0 || index >= count || vectors[index] !== undefined)
      return 'the embeddings have wrong indexes';
    if (item.embedding.length !== dimensions) {
      return `the vectors have ${item.embedding.length} numbers instead of ${dimensions}`;
    }
    const vector = Float32Array.from(item.embedding);
    if (!vector.every(Number.isFinite)) return 'a vector contains a number that is not finite';
    if (vector.every((value) => value === 0)) return 'a vector contains only zeros';
    vectors[index] = vector;
  }
  return { vectors: vectors.filter((vector) => vector !== undefined), tokens: usage?.prompt_tokens };
}
