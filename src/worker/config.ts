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
  EINO_SITE_URL,
  embeddingVariables,
  freshnessVariables,
  indexVariables,
  loggingVariables,
  qdrantStorageVariables,
  sourceVariables,
  summaryVariables,
} from '../shared/config/variables.ts';
import type { StorageOptions } from './index/qdrant/generations.ts';
import type { Site } from './prepare/document-url.ts';
import type { SourceConfig } from './source/open-source.ts';
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
});

type WorkerVariables = z.output<typeof workerVariables>;

export interface WorkerConfig {
  readonly source: SourceConfig;
  readonly site: Site;
  readonly index: IndexConfig;
  /** How a new generation is stored in Qdrant. */
  readonly storage: StorageOptions;
  /** null for a lexical index. */
  readonly embedding: EmbeddingConfig | null;
  /** null where documents are described in their own words. */
  readonly summaries: SummaryConfig | null;
  readonly freshness: FreshnessConfig;
  readonly logLevel: string;
}

/**
 * Maps the environment to the worker's configuration.
 * @param now milliseconds since the epoch
 * @throws OperationalError `CONFIG_INVALID` that lists every problem
 */
export function readWorkerConfig(env: Env, now: number): WorkerConfig {
  const variables = parseEnv(workerVariables, env, allVariables);
  const { SUMMARY_MODEL: model } = variables;
  return {
    ...docsConfig(variables),
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
  };
}

const DEFAULT_DOCS_PATH = 'content/en/docs/eino';

/** Derives where the documents are and what their public address is, as docs/configuration.md describes it. */
function docsConfig(variables: WorkerVariables): Pick<WorkerConfig, 'source' | 'site'> {
  const location = parseLocation(variables.DOCS_SOURCE);
  const docsPath = variables.DOCS_PATH ?? (location.kind === 'dir' ? '' : DEFAULT_DOCS_PATH);
  const siteUrl = variables.DOCS_SITE_URL ?? (docsPath === DEFAULT_DOCS_PATH ? EINO_SITE_URL : null);
  const github = {
    token: variables.GITHUB_TOKEN ?? null,
    apiUrl: variables.GITHUB_API_URL,
    maxWaitMs: variables.GITHUB_MAX_WAIT_SECONDS * 1000,
  };
  return { source: { location, ref: variables.DOCS_REF, docsPath, github }, site: { siteUrl } };
}

function parseLocation(source: string): SourceConfig['location'] {
  const kind = source.slice(0, source.indexOf(':'));
  const rest = source.slice(kind.length + 1);
  if (kind === 'git' || kind === 'dir') return { kind, folder: rest };
  const [owner = '', name = ''] = rest.split('/');
  return { kind: 'github', owner, name };
}
