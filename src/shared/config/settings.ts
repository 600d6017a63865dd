import { join } from 'node:path';
import envPaths from 'env-paths';
import type { z } from 'zod';
import { allowedAgeSeconds } from '../freshness.ts';
import type { OpenAIEndpoint } from '../openai/openai-endpoint.ts';
import type { embeddingVariables, freshnessVariables, indexVariables } from './variables.ts';

/** Where the index is. */
export type IndexConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'qdrant';
      readonly url: string;
      readonly apiKey: string | undefined;
      /** Alias under which the published generation is found. */
      readonly alias: string;
    };

/** How texts become vectors. */
export interface EmbeddingConfig {
  readonly endpoint: OpenAIEndpoint;
  readonly model: string;
  /** Length of the vectors; undefined: the model's own. */
  readonly dimensions: number | undefined;
}

/** What counts as fresh. */
export interface FreshnessConfig {
  /** When the worker runs: a cron expression, in UTC. */
  readonly schedule: string;
  /** Age of the last check up to which data is fresh, in seconds. */
  readonly maxAgeSeconds: number;
}

export function indexConfig(variables: z.output<typeof indexVariables>): IndexConfig {
  const { INDEX_PATH, QDRANT_URL, QDRANT_API_KEY, QDRANT_COLLECTION } = variables;
  if (QDRANT_URL === undefined) return { kind: 'sqlite', path: INDEX_PATH ?? defaultIndexPath() };
  return { kind: 'qdrant', url: QDRANT_URL, apiKey: QDRANT_API_KEY, alias: QDRANT_COLLECTION };
}

/** In the user's data folder, so that every program finds the same index, whatever folder it is started in. */
function defaultIndexPath(): string {
  return join(envPaths('eino-docs-mcp', { suffix: '' }).data, 'index.db');
}

type EndpointVariables = Pick<z.output<typeof embeddingVariables>, 'OPENAI_API_KEY' | 'OPENAI_BASE_URL'>;

/** @returns null without key and base URL: no model is called */
export function endpointConfig(variables: EndpointVariables): OpenAIEndpoint | null {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = variables;
  return apiKey === undefined && baseUrl === undefined ? null : { apiKey, baseUrl };
}

/** @returns null without an endpoint: the index and the search are lexical */
export function embeddingConfig(variables: z.output<typeof embeddingVariables>): EmbeddingConfig | null {
  const endpoint = endpointConfig(variables);
  if (endpoint === null) return null;
  return { endpoint, model: variables.EMBEDDING_MODEL, dimensions: variables.EMBEDDING_DIMENSIONS };
}

/** @param now milliseconds since the epoch */
export function freshnessConfig(
  { SYNC_SCHEDULE: schedule, FRESHNESS_MAX_AGE: maxAge }: z.output<typeof freshnessVariables>,
  now: number,
): FreshnessConfig {
  return { schedule, maxAgeSeconds: maxAge ?? allowedAgeSeconds(schedule, now) };
}
