import type OpenAI from 'openai';
import { z } from 'zod';
import type { Clock, Delay } from '../../shared/clock.ts';
import { endpointWords } from '../../shared/openai/endpoint-words.ts';
import {
  endpointFetch,
  judgeOpenAIRetry,
  type OpenAIEndpoint,
  OpenAIErrors,
  type OpenAIUse,
  openAIClient,
  requestBounds,
  requireResponse,
} from '../../shared/openai/openai-endpoint.ts';
import { type RetryPolicy, retry } from '../../shared/retry.ts';
import type { Summarizer, Summary } from './summarizer.ts';
import { cleanSummary, SUMMARY_INSTRUCTIONS, SUMMARY_VERSION, summarizedPart } from './summary-text.ts';

/** Timeout of one request including its response, in milliseconds. A model on a laptop's processor is slow. */
const REQUEST_TIMEOUT_MS = 90_000;
/** Fewer than for embeddings: a sync waits for its summaries and can do without them. */
const RETRIES: RetryPolicy = { attempts: 3, firstWaitMs: 1_000, longestWaitMs: 20_000 };
/**
 * Limit of a response, in tokens. Two sentences take some 60; the rest is for models that reason first. An endpoint may
 * ignore this limit.
 */
const MAX_RESPONSE_TOKENS = 2_000;

/** Far more than those tokens take, in bytes: some endpoints add the model's reasoning. */
const MAX_RESPONSE_BYTES = 1024 * 1024;

const USE: OpenAIUse = {
  codes: {
    unauthorized: 'SUMMARIZER_UNAUTHORIZED',
    quota: 'SUMMARIZER_QUOTA',
    rateLimited: 'SUMMARIZER_RATE_LIMITED',
    refused: 'SUMMARIZER_REFUSED',
    unreachable: 'SUMMARIZER_UNREACHABLE',
    badResponse: 'SUMMARIZER_BAD_RESPONSE',
  },
  settings: 'SUMMARY_MODEL and OPENAI_BASE_URL',
  modelAdvice: 'Check that SUMMARY_MODEL is a chat model of that endpoint.',
};

const responseSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.number().int().nonnegative() }).nullish(),
});

export interface OpenAISummarizerOptions extends OpenAIEndpoint {
  readonly model: string;
  readonly clock: Clock;
  readonly delay: Delay;
}

/** Writes summaries through OpenAI's chat completions or any compatible endpoint. */
export class OpenAISummarizer implements Summarizer {
  readonly model: string;
  readonly version = SUMMARY_VERSION;
  readonly #options: OpenAISummarizerOptions;
  readonly #errors: OpenAIErrors;
  readonly #client: OpenAI;
  #requests = 0;

  constructor(options: OpenAISummarizerOptions) {
    this.model = options.model;
    this.#options = options;
    this.#errors = new OpenAIErrors(USE, options);
    this.#client = openAIClient(options, endpointFetch(options)(MAX_RESPONSE_BYTES));
  }

  get requests(): number {
    return this.#requests;
  }

  async summarize(content: string, signal?: AbortSignal): Promise<Summary> {
    try {
      return await retry(() => this.#request(content, signal), {
        ...RETRIES,
        judge: (error) => judgeOpenAIRetry(error, this.#options.clock()),
        delay: this.#options.delay,
        signal,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#errors.classify(error);
    }
  }

  async #request(content: string, signal: AbortSignal | undefined): Promise<Summary> {
    this.#requests += 1;
    const response: unknown = await this.#client.chat.completions.create(
      {
        model: this.model,
        messages: [
          { role: 'system', content: SUMMARY_INSTRUCTIONS },
          { role: 'user', content: summarizedPart(content) },
        ],
        max_completion_tokens: MAX_RESPONSE_TOKENS,
      },
      requestBounds(REQUEST_TIMEOUT_MS, signal),
    );
    requireResponse(response);
    return this.#checked(response);
  }

  #checked(response: unknown): Summary {
    const parsed = responseSchema.safeParse(response);
    const choice = parsed.data?.choices[0];
    if (parsed.data === undefined || choice === undefined) {
      const words = endpointWords(response);
      throw this.#errors.badResponse(
        `the response is not a chat completion${words === null ? '' : ` (${words})`}`,
      );
    }
    const { message, finish_reason: ended } = choice;
    if (message.refusal || ended === 'content_filter') {
      throw this.#errors.badResponse('the model refused to describe the document');
    }
    const text = cleanSummary(message.content ?? '');
    if (text === '') {
      const why = ended === 'length' ? `: ${MAX_RESPONSE_TOKENS} tokens were not enough` : '';
      throw this.#errors.badResponse(`the model's response is not a summary${why}`);
    }
    return { text, tokens: parsed.data.usage?.total_tokens ?? 0 };
  }
}
