import { OperationalError } from '../operational-error.ts';

/** Limits of one request to the embeddings endpoint. */
export interface RequestLimits {
  readonly inputs: number;
  readonly tokens: number;
  readonly tokensPerInput: number;
}

export interface EmbeddingModel {
  readonly name: string;
  readonly dimensions: number;
  /** Sent as `dimensions`, only if the model can shorten its vectors and should. */
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
 * OpenAI accepts 2,048 inputs and 300,000 tokens per request and 8,191 tokens per input. Fewer inputs are sent because the
 * response is JSON: 2,048 vectors of 1,536 numbers are some 60 MB of text.
 */
const OPENAI_LIMITS: RequestLimits = { inputs: 256, tokens: 300_000, tokensPerInput: 8_191 };

/** Other servers have no common limit. 32 inputs is the smallest default in wide use (text-embeddings-inference). */
const OTHER_LIMITS: RequestLimits = { inputs: 32, tokens: 100_000, tokensPerInput: 8_191 };

/**
 * Describes a model before the first request. A name may have a gateway's prefix (`openai/text-embedding-3-small`).
 * @param dimensions shortens the vectors of a model that supports it, or states the length for an unknown model
 * @throws OperationalError `CONFIG_INVALID` if the length of the vectors is unknown or not supported
 */
export function embeddingModel(name: string, dimensions?: number): EmbeddingModel {
  const known = OPENAI_MODELS[name.split('/').at(-1) ?? name];
  if (known === undefined) {
    if (dimensions !== undefined) return { name, dimensions, limits: OTHER_LIMITS };
    throw new OperationalError(
      'CONFIG_INVALID',
      `the vector length of EMBEDDING_MODEL=${name} is unknown.`,
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
