import { APIError } from 'openai';
import { isNamed } from '../error-causes.ts';
import type { OpenAIUse } from '../openai/openai-endpoint.ts';

/** The embeddings endpoint, for its errors. */
export const EMBEDDINGS: OpenAIUse = {
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

/** The response did not arrive in the time that it was given. */
export function isTimeout(error: unknown): boolean {
  return isNamed(error, 'TimeoutError');
}

/** A gateway in front of the endpoint did not wait long enough. */
export function isGatewayTimeout(error: unknown): boolean {
  return error instanceof APIError && (error.status === 408 || error.status === 504);
}

/**
 * Whether the endpoint refused what it was asked to embed. Endpoints tell too many texts, too long a text and any other
 * invalid request apart by words alone, each by its own.
 */
export function isInputRefused(error: unknown): boolean {
  return error instanceof APIError && (error.status === 400 || error.status === 413 || error.status === 422);
}
