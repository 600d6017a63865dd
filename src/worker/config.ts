import { z } from 'zod';
import { type Env, parseEnv } from '../shared/config/parse-env.ts';
import {
  type EmbeddingConfig,
  embeddingConfig,
  endpointConfig,
  type FreshnessConfig,
  freshnessConfig,
  type IndexConfig,
  indexConfig,
} from '../shared/config/settings.ts';
import {
  allVariables,
  embeddingVariables,
  freshnessVariables,
  indexVariables,
  loggingVariables,
  qdrantStorageVariables,
  queryLogVariables,
  sourceVariables,
  summaryVariables,
} from '../shared/config/variables.ts';
import type { SourceIdentity } from '../shared/domain/source.ts';
import type { StorageOptions } from './index/qdrant/generations.ts';
import { configuredSources } from './source-list/configured-sources.ts';
import type { SummaryConfig } from './summary/open-summarizer.ts';

/** The variables the worker reads. */
const workerVariables = z.object({
  ...sourceVariables.shape,
  ...indexVariables.shape,
  ...qdrantStorageVariables.shape,
  ...embeddingVariables.shape,
  ...summaryVariables.shape,
  ...freshnessVariables.shape,
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
  };
  readonly index: IndexConfig;
  /** How a new generation is stored in Qdrant. */
  readonly storage: StorageOptions;
  /** null for a lexical index. */
  readonly embedding: EmbeddingConfig | null;
  /** null if no model writes summaries. */
  readonly summaries: SummaryConfig | null;
  readonly freshness: FreshnessConfig;
  readonly logLevel: string;
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
    },
    index: indexConfig(variables),
    storage: {
      profile: variables.QDRANT_PROFILE,
      shards: variables.QDRANT_SHARDS,
      replicas: variables.QDRANT_REPLICAS,
    },
    embedding: embeddingConfig(variables),
    summaries: model === undefined ? null : { model, endpoint: endpointConfig(variables) },
    freshness: freshnessConfig(variables, now),
    logLevel: variables.LOG_LEVEL,
    queryLog: variables.QUERY_LOG ?? null,
  };
}
