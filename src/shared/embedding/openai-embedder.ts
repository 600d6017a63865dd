import type { OpenAI } from 'openai';
import type { Clock, Delay } from '../clock.ts';
import {
  type EndpointFetch,
  endpointFetch,
  judgeOpenAIRetry,
  type OpenAIEndpoint,
  OpenAIErrors,
  openAIClient,
  requestBounds,
  requireResponse,
} from '../openai/openai-endpoint.ts';
import { type FailedTry, type RetryPolicy, retry } from '../retry.ts';
import type { Embedder, Embeddings } from './embedder.ts';
import {
  type CountedText,
  halvesOf,
  loadTokenCount,
  meanVector,
  TextQueue,
  tokenCeiling,
} from './embedding-batches.ts';
import { type EmbeddingModel, embeddingModel } from './embedding-model.ts';
import { EmbeddingPace, type PaceTimes } from './embedding-pace.ts';
import { checkEmbeddings } from './embeddings-response.ts';
import { EMBEDDINGS, isGatewayTimeout, isInputRefused, isTimeout } from './openai-embedding-errors.ts';

const RETRIES: RetryPolicy = { attempts: 6, firstWaitMs: 1_000, longestWaitMs: 60_000 };

/** The most that a number of a vector takes in JSON, and everything else of an embedding and of the response. In bytes. */
const NUMBER_BYTES = 48;
const OTHER_BYTES = 1_024;
const FRAME_BYTES = 64 * 1024;

export interface OpenAIEmbedderOptions extends OpenAIEndpoint {
  readonly model: string;
  readonly dimensions: number | undefined;
  /** Put before every text; absent: nothing. */
  readonly prefix?: string | undefined;
  /** The most texts in a request; absent: what endpoints of that kind usually take. */
  readonly batchSize?: number | undefined;
  /** The longest text that the model reads, in tokens. */
  readonly maxTokens?: number | undefined;
  readonly clock: Clock;
  readonly delay: Delay;
  /** Absent: those for a server on a laptop's processor. */
  readonly times?: PaceTimes;
}

/** What the texts of one request became. */
interface EmbeddedBatch {
  readonly vectors: readonly Float32Array[];
  readonly tokens: number;
  /** Whether the endpoint took the texts in one request, as they are. */
  readonly isDirect: boolean;
}

/**
 * Embeds through OpenAI's embeddings endpoint or any compatible one. Learns from its answers how much it takes at once:
 * texts that are refused because they are too many are sent in two requests, a text that is refused because it is too
 * long in two parts. A text that has been answered is not sent again.
 */
export class OpenAIEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions: number;
  readonly documentPrefix: string | undefined;
  readonly maxTokens: number | undefined;
  readonly #model: EmbeddingModel;
  readonly #options: OpenAIEmbedderOptions;
  readonly #errors: OpenAIErrors;
  readonly #fetch: EndpointFetch;
  readonly #client: OpenAI;
  readonly #pace: EmbeddingPace;
  #requests = 0;
  #textsInFlight = 0;

  constructor(options: OpenAIEmbedderOptions) {
    this.#model = embeddingModel(options.model, options.dimensions);
    this.model = this.#model.name;
    this.dimensions = this.#model.dimensions;
    this.documentPrefix = options.prefix;
    this.maxTokens = options.maxTokens;
    this.#options = options;
    this.#errors = new OpenAIErrors(EMBEDDINGS, options);
    this.#fetch = endpointFetch(options);
    this.#client = openAIClient(options, this.#fetch(FRAME_BYTES));
    const { limits } = this.#model;
    const own = {
      inputs: options.batchSize ?? limits.inputs,
      tokensPerInput: options.maxTokens ?? limits.tokensPerInput,
    };
    this.#pace = new EmbeddingPace({ ...limits, ...own }, options.times);
  }

  get requests(): number {
    return this.#requests;
  }

  /** Also rejects with the signal's reason. */
  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Embeddings> {
    const failed = new AbortController();
    const stop = AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]);
    try {
      return await this.#embedQueue(new TextQueue(await this.#counted(texts)), texts.length, stop);
    } catch (error) {
      failed.abort(error);
      signal?.throwIfAborted();
      throw this.#errors.classify(error);
    }
  }

  /** Tokens are not counted if even one token per byte stays within the limits, as for every query. */
  async #counted(texts: readonly string[]): Promise<CountedText[]> {
    const { tokensPerInput } = this.#pace.limits;
    const areShort = texts.length <= 1 && texts.every((text) => tokenCeiling(text) <= tokensPerInput);
    const count = areShort ? tokenCeiling : await loadTokenCount();
    return texts.map((text, position) => ({ text, tokens: count(text), position }));
  }

  async #embedQueue(queue: TextQueue, count: number, stop: AbortSignal): Promise<Embeddings> {
    const vectors = new Array<Float32Array>(count);
    let tokens = 0;
    const embedNext = async (): Promise<void> => {
      const texts = queue.take(this.#pace.limits);
      try {
        const batch = await this.#embedBatch(texts, stop);
        for (const [i, vector] of batch.vectors.entries()) vectors[texts[i]?.position ?? i] = vector;
        tokens += batch.tokens;
      } catch (error) {
        if (stop.aborted || !isTimeout(error) || !this.#pace.timedOut(texts.length)) throw error;
        queue.putBack(texts);
      }
    };
    const running = new Set<Promise<void>>();
    for (;;) {
      while (running.size < this.#pace.inFlight && !queue.isEmpty) {
        const next = embedNext().finally(() => running.delete(next));
        running.add(next);
      }
      if (running.size === 0) return { vectors, tokens };
      await Promise.race(running);
    }
  }

  async #embedBatch(texts: readonly CountedText[], stop: AbortSignal): Promise<EmbeddedBatch> {
    const { inputs, tokensPerInput } = this.#pace.limits;
    const [first] = texts;
    if (first === undefined) return { vectors: [], tokens: 0, isDirect: true };
    if (texts.length > inputs) return await this.#embedHalves(texts, stop);
    const halves = texts.length === 1 ? halvesOf(first) : null;
    if (halves !== null && first.tokens > tokensPerInput) return await this.#embedParts(halves, stop);
    try {
      return await this.#tryRequest(texts, stop);
    } catch (error) {
      if (!isInputRefused(error)) throw error;
      if (texts.length > 1) return await this.#embedHalves(texts, stop);
      if (halves === null) throw error;
      const whole = await this.#embedParts(halves, stop);
      this.#pace.refusedLength(first.tokens);
      return whole;
    }
  }

  async #embedHalves(texts: readonly CountedText[], stop: AbortSignal): Promise<EmbeddedBatch> {
    const middle = Math.ceil(texts.length / 2);
    const first = await this.#embedBatch(texts.slice(0, middle), stop);
    const second = await this.#embedBatch(texts.slice(middle), stop);
    // Nothing but their number was wrong with the texts.
    if (first.isDirect && second.isDirect) this.#pace.refusedCount(texts.length);
    return {
      vectors: [...first.vectors, ...second.vectors],
      tokens: first.tokens + second.tokens,
      isDirect: false,
    };
  }

  async #embedParts(parts: readonly CountedText[], stop: AbortSignal): Promise<EmbeddedBatch> {
    const embedded: { vector: Float32Array; tokens: number }[] = [];
    let tokens = 0;
    for (const part of parts) {
      const batch = await this.#embedBatch([part], stop);
      for (const vector of batch.vectors) embedded.push({ vector, tokens: part.tokens });
      tokens += batch.tokens;
    }
    return { vectors: [meanVector(embedded)], tokens, isDirect: false };
  }

  /** One request, and again after a failure that may pass. */
  async #tryRequest(texts: readonly CountedText[], stop: AbortSignal): Promise<EmbeddedBatch> {
    return await retry(() => this.#request(texts, stop), {
      ...RETRIES,
      judge: (error) => (isTimeout(error) ? null : judgeOpenAIRetry(error, this.#options.clock())),
      onRetry: ({ error }: FailedTry) => {
        if (isGatewayTimeout(error)) this.#pace.slowDown();
      },
      delay: this.#options.delay,
      signal: stop,
    });
  }

  async #request(texts: readonly CountedText[], stop: AbortSignal): Promise<EmbeddedBatch> {
    const { requestedDimensions } = this.#model;
    const { prefix = '' } = this.#options;
    const maxBytes = FRAME_BYTES + texts.length * (OTHER_BYTES + NUMBER_BYTES * this.dimensions);
    this.#requests += 1;
    this.#textsInFlight += texts.length;
    const inFlight = this.#textsInFlight;
    const startedAt = performance.now();
    try {
      const response: unknown = await this.#client
        .withOptions({ fetch: this.#fetch(maxBytes) })
        .embeddings.create(
          {
            model: this.model,
            input: texts.map(({ text }) => prefix + text),
            // Unasked, the client wants base64, which not every compatible server can answer.
            encoding_format: 'float',
            ...(requestedDimensions === undefined ? {} : { dimensions: requestedDimensions }),
          },
          requestBounds(this.#pace.timeoutMs(inFlight), stop),
        );
      requireResponse(response);
      const checked = checkEmbeddings(response, { texts: texts.length, dimensions: this.dimensions });
      if (typeof checked === 'string') throw this.#errors.badResponse(checked);
      this.#pace.answered(inFlight, performance.now() - startedAt);
      const counted = texts.reduce((sum, { tokens }) => sum + tokens, 0);
      return { vectors: checked.vectors, tokens: checked.tokens ?? counted, isDirect: true };
    } finally {
      this.#textsInFlight -= texts.length;
    }
  }
}
