import { OperationalError } from '../operational-error.ts';

/** What a request to the embeddings endpoint may hold. */
export interface RequestLimits {
  readonly inputs: number;
  readonly tokens: number;
  readonly tokensPerInput: number;
}

export interface EmbeddingModel {
  readonly name: string;
  readonly dimensions: number;
  /** Sent as `dimensions`: only to a model that can shorten its vectors, and only when it should. */
  readonly requestedDimensions?: number;
  readonly limits: RequestLimits;
}

/** OpenAI's models: the length of their vectors and whether they can be shortened. */
const OPENAI_MODELS: Readonly<Record<string, { dimensions: number; shortens: boolean }>> = {
  'text-embedding-3-small': { dimensions: 1536, shortens: true },
  'text-embedding-3-large': { dimensions: 3072, shortens: true },
  'text-embedding-ada-002': { dimensions: 1536, shortens: false },
};

/**
 * OpenAI takes 2,048 inputs, 300,000 tokens a request and 8,191 tokens an input. Fewer inputs are asked for at once
 * because the answer is JSON: 2,048 vectors of 1,536 numbers are some 60 MB of text.
 */
const OPENAI_LIMITS: RequestLimits = { inputs: 256, tokens: 300_000, tokensPerInput: 8_191 };

/** Other servers publish no common limit; 32 inputs is the smallest default in wide use (text-embeddings-inference). */
const OTHER_LIMITS: RequestLimits = { inputs: 32, tokens: 100_000, tokensPerInput: 8_191 };

/**
 * What is known of a model before the first request. A name may carry a gateway's prefix (`openai/text-embedding-3-small`).
 * @param dimensions `EMBEDDING_DIMENSIONS`: shortens the vectors of a model that can; states the length for a model not known here
 * @throws OperationalError `CONFIG_INVALID` when the length of the vectors cannot be known or had
 */
export function embeddingModel(name: string, dimensions?: number): EmbeddingModel {
  const known = OPENAI_MODELS[name.split('/').at(-1) ?? name];
  if (known === undefined) {
    if (dimensions !== undefined) return { name, dimensions, limits: OTHER_LIMITS };
    throw new OperationalError(
      'CONFIG_INVALID',
      `the length of the vectors of EMBEDDING_MODEL=${name} is not known here.`,
      'Set EMBEDDING_DIMENSIONS to it, for example EMBEDDING_DIMENSIONS=768.',
    );
  }
  if (dimensions === undefined || dimensions === known.dimensions) {
    return { name, dimensions: known.dimensions, limits: OPENAI_LIMITS };
  }
  if (!known.shortens || dimensions > known.dimensions) {
    throw new OperationalError(
      'CONFIG_INVALID',
      `${name} has vectors of ${known.dimensions} numbers, not ${dimensions}.`,
      `Unset EMBEDDING_DIMENSIONS${known.shortens ? ' or make it smaller' : ''}.`,
    );
  }
  return { name, dimensions, requestedDimensions: dimensions, limits: OPENAI_LIMITS };
}
