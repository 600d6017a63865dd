import type OpenAI from 'openai';
import pMap from 'p-map';
import { z } from 'zod';
import type { Clock, Delay } from '../clock.ts';
import {
  endpointUrl,
  judgeOpenAIError,
  type OpenAIEndpoint,
  OpenAIErrors,
  type OpenAIUse,
  openAIClient,
  requireAnswer,
} from '../openai/openai-endpoint.ts';
import { type RetryPolicy, retry } from '../retry.ts';
import type { Embedder, Embeddings } from './embedder.ts';
import { type EmbeddingBatch, embeddingBatches, loadTokenCount, tokenCeiling } from './embedding-batches.ts';
import { type EmbeddingModel, embeddingModel } from './embedding-model.ts';

/** Requests under way at once. */
const CONCURRENCY = 3;
/** For one request, answer included, in milliseconds. */
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

  /** @see Embedder.embed; rejects with the signal's reason when it aborts */
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
          judge: (error) => judgeOpenAIError(error, this.#options.clock()),
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

  /** Counting is left out where even one token a byte stays within the limits, as for every search. */
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
      // The client's own time-out leaves out the body of an error; this one covers it.
      {
        signal: AbortSignal.any([stop, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
        timeout: 2 * REQUEST_TIMEOUT_MS,
      },
    );
    requireAnswer(response);
    const checked = checkedVectors(response, texts.length, this.dimensions);
    if (typeof checked === 'string') throw this.#errors.badResponse(checked);
    return checked;
  }
}

const responseSchema = z.object({
  data: z.array(z.object({ index: z.number().int().optional(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.number().int().nonnegative() }).optional(),
});

/**
 * Reads the answer to a request for embeddings and trusts nothing in it.
 * @returns the vectors in the order of the texts and the tokens counted, or what is wrong with the answer
 */
function checkedVectors(
  response: unknown,
  count: number,
  dimensions: number,
): { readonly vectors: Float32Array[]; readonly tokens: number | undefined } | string {
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) return 'its answer is no list of embeddings made of finite numbers';
  const { data, usage } = parsed.data;
  if (data.length !== count) return `it answered ${data.length} embeddings for ${count} texts`;

  const vectors = new Array<Float32Array | undefined>(count).fill(undefined);
  for (const [position, item] of data.entries()) {
    const index = item.index ?? position;
    if (index < 0 || index >= count || vectors[index] !== undefined)
      return 'its embeddings are numbered wrongly';
    if (item.embedding.length !== dimensions) {
      return `it answered vectors of ${item.embedding.length} numbers where ${dimensions} were expected`;
    }
    const vector = Float32Array.from(item.embedding);
    if (!vector.every(Number.isFinite)) return 'a vector holds a number that is not finite';
    if (vector.every((value) => value === 0)) return 'a vector holds nothing but zeros';
    vectors[index] = vector;
  }
  return { vectors: vectors.filter((vector) => vector !== undefined), tokens: usage?.prompt_tokens };
}
