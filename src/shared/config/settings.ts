import { join } from 'node:path';
import { Cron } from 'croner';
import envPaths from 'env-paths';
import type { z } from 'zod';
import type { OpenAIEndpoint } from '../openai/openai-endpoint.ts';
import type { Proxies } from '../outgoing-fetch.ts';
import type { embeddingVariables, freshnessVariables, indexVariables, proxyVariables } from './variables.ts';

/** Where the index is. */
export type IndexConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'qdrant';
      /** At least one, in the order in which they are tried. */
      readonly urls: readonly string[];
      readonly apiKey: string | undefined;
      readonly proxies?: Proxies | null;
      /** Alias under which the published generation is found. */
      readonly alias: string;
    };

/** How texts become vectors: with the table of word vectors that the program has, or by an endpoint. */
export type EmbeddingConfig = { readonly kind: 'words' } | EndpointEmbedding;

/** How an endpoint makes texts into vectors. */
interface EndpointEmbedding {
  readonly kind: 'endpoint';
  readonly endpoint: OpenAIEndpoint;
  readonly model: string;
  /** Length of the vectors; undefined: the model's own. */
  readonly dimensions: number | undefined;
  /** What the model expects before a document; absent: nothing. */
  readonly documentPrefix?: string | undefined;
  /** The most texts in a request; absent: what endpoints of that kind usually take. */
  readonly batchSize?: number | undefined;
  /** The longest text that the model reads, in tokens; absent: longer than any chunk. */
  readonly maxTokens?: number | undefined;
}

/** What counts as fresh. */
export interface FreshnessConfig {
  /** When the worker runs: a cron expression, in UTC. */
  readonly schedule: string;
  /** Age of the last check up to which data is fresh, in seconds. */
  readonly maxAgeSeconds: number;
}

type ProxyVariables = z.output<typeof proxyVariables>;

/** @returns null without a proxy: every host is reached directly */
export function proxyConfig({ HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: ProxyVariables): Proxies | null {
  if (HTTPS_PROXY === undefined && HTTP_PROXY === undefined) return null;
  return { https: HTTPS_PROXY ?? '', http: HTTP_PROXY ?? '', except: NO_PROXY ?? '' };
}

export function indexConfig(variables: z.output<typeof indexVariables> & ProxyVariables): IndexConfig {
  const { INDEX_PATH, QDRANT_URL: urls, QDRANT_API_KEY: apiKey, QDRANT_COLLECTION: alias } = variables;
  if (urls === undefined) return { kind: 'sqlite', path: INDEX_PATH ?? defaultIndexPath() };
  return { kind: 'qdrant', urls, apiKey, proxies: proxyConfig(variables), alias };
}

/** Where the index is, for a person. */
export function placeOf(index: IndexConfig): string {
  return index.kind === 'sqlite' ? index.path : `${index.alias} at ${index.urls.join(', ')}`;
}

/** In the user's data folder, so that every program finds the same index, whatever folder it is started in. */
function defaultIndexPath(): string {
  return join(envPaths('eino-docs-mcp', { suffix: '' }).data, 'index.db');
}

type EndpointVariables = Pick<z.output<typeof embeddingVariables>, 'OPENAI_API_KEY' | 'OPENAI_BASE_URL'> &
  ProxyVariables;

/** @returns null without key and base URL: no model is called */
export function endpointConfig(variables: EndpointVariables): OpenAIEndpoint | null {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = variables;
  if (apiKey === undefined && baseUrl === undefined) return null;
  return { apiKey, baseUrl, proxies: proxyConfig(variables) };
}

/** @returns null where nothing is to be embedded: the index and the search are lexical */
export function embeddingConfig(
  variables: z.output<typeof embeddingVariables> & ProxyVariables,
): EmbeddingConfig | null {
  if (variables.EMBEDDINGS === 'off') return null;
  const endpoint = endpointConfig(variables);
  if (endpoint === null || variables.EMBEDDINGS === 'words') return { kind: 'words' };
  return {
    kind: 'endpoint',
    endpoint,
    model: variables.EMBEDDING_MODEL,
    dimensions: variables.EMBEDDING_DIMENSIONS,
  };
}

/** @param now milliseconds since the epoch */
export function freshnessConfig(
  { SYNC_SCHEDULE: schedule, FRESHNESS_MAX_AGE: maxAge }: z.output<typeof freshnessVariables>,
  now: number,
): FreshnessConfig {
  return { schedule, maxAgeSeconds: maxAge ?? allowedAgeSeconds(schedule, now) };
}

/** Allows for machines that start late and for the duration of a run. */
const GRACE_SECONDS = 15 * 60;

/**
 * The age, in seconds, up to which data counts as fresh: two intervals of the schedule plus 15 minutes.
 * For an irregular schedule, the longest gap among the next ten runs counts.
 * @param from milliseconds since the epoch
 */
export function allowedAgeSeconds(schedule: string, from: number): number {
  const runs = new Cron(schedule, { paused: true, timezone: 'UTC' }).nextRuns(11, new Date(from));
  let longest = 0;
  for (let i = 1; i < runs.length; i++) {
    longest = Math.max(longest, Number(runs[i]) - Number(runs[i - 1]));
  }
  return (2 * longest) / 1000 + GRACE_SECONDS;
}
