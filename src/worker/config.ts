import { z } from 'zod';
import { unknownVariables } from '../shared/config/misspelt-names.ts';
import { type Env, namesOfSet, parseEnv } from '../shared/config/parse-env.ts';
import {
  type EmbeddingConfig,
  embeddingConfig,
  endpointConfig,
  type FreshnessConfig,
  freshnessConfig,
  type IndexConfig,
  indexConfig,
  proxyConfig,
} from '../shared/config/settings.ts';
import {
  allVariables,
  documentVariables,
  embeddingVariables,
  freshnessVariables,
  indexVariables,
  loggingVariables,
  proxyVariables,
  qdrantStorageVariables,
  queryLogVariables,
  sourceVariables,
  summaryVariables,
} from '../shared/config/variables.ts';
import type { SourceIdentity } from '../shared/domain/source.ts';
import type { Proxies } from '../shared/outgoing-fetch.ts';
import type { StorageOptions } from './index/qdrant/generations.ts';
import { MAX_CHUNK_TOKENS } from './prepare/prepared-document.ts';
import { configuredSources } from './source-list/configured-sources.ts';
import type { SummaryConfig } from './summary/open-summarizer.ts';

/** The variables the worker reads. */
const workerVariables = z.object({
  ...sourceVariables.shape,
  ...indexVariables.shape,
  ...qdrantStorageVariables.shape,
  ...embeddingVariables.shape,
  ...documentVariables.shape,
  ...summaryVariables.shape,
  ...freshnessVariables.shape,
  ...proxyVariables.shape,
  ...loggingVariables.shape,
  ...queryLogVariables.shape,
});

export interface WorkerConfig {
  /** At least one. */
  readonly sources: readonly SourceIdentity[];
  /** How requests to GitHub are made. */
  readonly github: {
    readonly token: string | null;
    readonly apiUrl: string;
    /** All the time one run may lose to failures and limits, in milliseconds. */
    readonly maxWaitMs: number;
    /** null: GitHub is reached directly. */
    readonly proxies: Proxies | null;
  };
  readonly index: IndexConfig;
  /** How a new generation is stored in Qdrant. */
  readonly storage: StorageOptions;
  /** null for a lexical index. */
  readonly embedding: EmbeddingConfig | null;
  /** null if no model writes summaries. */
  readonly summaries: SummaryConfig | null;
  readonly freshness: FreshnessConfig;
  /** Whether a host starts the worker on a schedule: then a run that fails is followed by another. */
  readonly startedBySchedule: boolean;
  readonly logLevel: string;
  /** What is odd about the settings, one line each. */
  readonly warnings: readonly string[];
  /** File of the query log; null: queries are not kept. */
  readonly queryLog: string | null;
}

/**
 * Maps the environment, and the list of sources that it names, to the worker's configuration.
 * @param now milliseconds since the epoch
 * @throws OperationalError `CONFIG_INVALID` that lists every problem
 */
export function readWorkerConfig(env: Env, now: number): WorkerConfig {
  const variables = parseEnv(workerVariables, env, allVariables);
  const { SUMMARY_MODEL: model } = variables;
  return {
    sources: configuredSources(variables),
    github: {
      token: variables.GITHUB_TOKEN ?? null,
      apiUrl: variables.GITHUB_API_URL,
      maxWaitMs: variables.GITHUB_MAX_WAIT_SECONDS * 1000,
      proxies: proxyConfig(variables),
    },
    index: indexConfig(variables),
    storage: {
      profile: variables.QDRANT_PROFILE,
      shards: variables.QDRANT_SHARDS,
      replicas: variables.QDRANT_REPLICAS,
    },
    embedding: documentEmbeddingConfig(variables),
    summaries: model === undefined ? null : { model, endpoint: endpointConfig(variables) },
    freshness: freshnessConfig(variables, now),
    // A machine of Fly.io, which scripts/deploy-worker.sh makes with a schedule.
    startedBySchedule: env['FLY_MACHINE_ID'] !== undefined,
    logLevel: variables.LOG_LEVEL,
    warnings: unknownVariables(namesOfSet(env), Object.keys(allVariables.shape)),
    queryLog: variables.QUERY_LOG ?? null,
  };
}

/** Tokens that a prefix, and what the model adds, may have. */
const LONGEST_PREFIX = 64;

/** A limit that is longer than any chunk changes none, so that it must not be part of the fingerprint. */
function documentEmbeddingConfig(variables: z.output<typeof workerVariables>): EmbeddingConfig | null {
  const config = embeddingConfig(variables);
  if (config?.kind !== 'endpoint') return config;
  const maxTokens = variables.EMBEDDING_MAX_TOKENS ?? Number.POSITIVE_INFINITY;
  return {
    ...config,
    documentPrefix: variables.EMBEDDING_DOCUMENT_PREFIX,
    batchSize: variables.EMBEDDING_BATCH_SIZE,
    maxTokens: maxTokens <= MAX_CHUNK_TOKENS + LONGEST_PREFIX ? maxTokens : undefined,
  };
}
