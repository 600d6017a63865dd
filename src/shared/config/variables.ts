import { z } from 'zod';
import {
  cron,
  duration,
  folderPath,
  httpUrl,
  httpUrls,
  integer,
  proxyUrl,
  refName,
  secret,
  sourceOrigin,
} from './parse-env.ts';
import { serverVariables } from './server-variables.ts';

/** The repository of the EINO docs, and the addresses where they are published in English and Chinese. */
export const EINO_REPOSITORY = 'cloudwego/cloudwego.github.io';
export const EINO_SITE_URL = 'https://www.cloudwego.io/docs/eino';
export const EINO_ZH_SITE_URL = 'https://www.cloudwego.io/zh/docs/eino';

/** Where the index is. */
export const indexVariables = z.object({
  INDEX_PATH: z.string().optional().meta({
    description:
      "SQLite file of the index, used when QDRANT_URL is not set; unset: index.db in the user's data folder",
    example: '/path/to/index.db',
  }),
  QDRANT_URL: httpUrls().optional().meta({
    description:
      'Qdrant server, or the nodes of a cluster separated by commas, tried in turn; unset: the index is the SQLite file at INDEX_PATH',
    example: 'http://localhost:6333',
  }),
  QDRANT_API_KEY: secret().optional().meta({
    description: 'Key for Qdrant: read-write for the worker, read-only for the server',
    secret: true,
  }),
  QDRANT_COLLECTION: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be letters, digits, - and _')
    .default('eino-docs')
    .meta({
      description: 'Alias under which the published generation is found in Qdrant',
      example: 'eino-docs',
    }),
});

const TWO_REPLICAS =
  'must not be 2: every write would need both copies, so that the loss of either node stops the sync; use 3 on three nodes, or 1';

/** How the worker stores a new generation in Qdrant. These change the cost of a search, never its results. */
export const qdrantStorageVariables = z.object({
  QDRANT_PROFILE: z.enum(['small', 'large']).default('small').meta({
    description:
      'How a new generation is stored: small: all in memory; large: vectors on disk, quantized copies in memory',
    example: 'large',
  }),
  QDRANT_SHARDS: integer(1, 1_000)
    .default(1)
    .meta({ description: 'Shards of a new generation, spread over the nodes of a cluster', example: '6' }),
  QDRANT_REPLICAS: integer(1, 16)
    .refine((copies) => copies !== 2, TWO_REPLICAS)
    .default(1)
    .meta({
      description:
        'Copies of each shard of a new generation: 1, or 3 so that the loss of any node stops nothing',
      example: '3',
    }),
});

const AZURE_ADDRESS = '; Azure OpenAI needs no api-version at https://<resource>.openai.azure.com/openai/v1';

/** How texts become vectors. */
export const embeddingVariables = z.object({
  EMBEDDINGS: z.enum(['words', 'off']).optional().meta({
    description:
      'words: vectors from the built-in table; off: none, lexical search; unset: from the endpoint if there is one, else words',
    example: 'off',
  }),
  OPENAI_API_KEY: secret().optional().meta({
    description: 'Key for the embeddings endpoint; without key and base URL: vectors from the built-in table',
    secret: true,
  }),
  OPENAI_BASE_URL: httpUrl(AZURE_ADDRESS).optional().meta({
    description: 'Any OpenAI-compatible endpoint, keyless ones too',
    example: 'http://localhost:11434/v1',
  }),
  EMBEDDING_MODEL: z
    .string()
    .trim()
    .default('text-embedding-3-small')
    .meta({ description: 'Embedding model', example: 'text-embedding-3-small' }),
  EMBEDDING_DIMENSIONS: integer(1, 65_536).optional().meta({
    description: "Length of the vectors; unset: the model's own; needed for a model that is not OpenAI's",
    example: '1536',
  }),
});

/** How documents become vectors, for models and endpoints that differ from OpenAI's. */
export const documentVariables = z.object({
  EMBEDDING_DOCUMENT_PREFIX: z.string().optional().meta({
    description: 'Prefix that the embedding model expects before a document, including spaces; unset: none',
    example: '"passage: "',
  }),
  EMBEDDING_BATCH_SIZE: integer(1, 2_048).optional().meta({
    description: "Most texts in a request; unset: 256 for OpenAI's models, 32 for others, fewer if refused",
    example: '10',
  }),
  EMBEDDING_MAX_TOKENS: integer(128, 65_536).optional().meta({
    description: 'Longest text that the embedding model reads, in tokens; unset: at least 800',
    example: '512',
  }),
});

/** How queries become vectors, for models that embed queries and documents differently. */
export const queryVariables = z.object({
  EMBEDDING_QUERY_PREFIX: z.string().optional().meta({
    description: 'Prefix that the embedding model expects before a query, including spaces; unset: none',
    example: '"Represent this sentence for searching relevant passages: "',
  }),
});

/** How documents are summarized. */
export const summaryVariables = z.object({
  SUMMARY_MODEL: z.string().trim().optional().meta({
    description:
      'Chat model that writes a summary of each document when it changes; unset: the description or first sentence of the document',
    example: 'gpt-5-nano',
  }),
});

/** Which data counts as fresh. */
export const freshnessVariables = z.object({
  SYNC_SCHEDULE: cron().default('0 * * * *').meta({
    description: 'When the worker runs (cron, UTC): `schedule` follows it, and freshness is measured by it',
    example: '0 * * * *',
  }),
  FRESHNESS_MAX_AGE: duration().optional().meta({
    description:
      'Age of the last check up to which data is fresh; unset: two intervals of SYNC_SCHEDULE plus 15m',
    example: '3h',
  }),
});

/** How other hosts are reached. Many programs read these, and some of them only in lower case. */
export const proxyVariables = z.object({
  HTTPS_PROXY: proxyUrl().optional().meta({
    description: 'Proxy for requests to https:// addresses; also read in lower case',
    example: 'http://proxy.example.com:3128',
  }),
  HTTP_PROXY: proxyUrl().optional().meta({
    description: 'Proxy for requests to http:// addresses, and to https:// ones without HTTPS_PROXY',
    example: 'http://proxy.example.com:3128',
  }),
  NO_PROXY: z.string().trim().optional().meta({
    description: 'Hosts and domains that are reached directly, in addition to this machine; *: all',
    example: 'qdrant,.internal.example.com',
  }),
});

export const loggingVariables = z.object({
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').meta({
    description: 'Minimum level of the log, which is written as JSON lines to stderr',
    example: 'debug',
  }),
});

/** Where the server writes what is asked, and the worker's `gaps` reads it. */
export const queryLogVariables = z.object({
  QUERY_LOG: z.string().optional().meta({
    description:
      'File to which the server appends every query, with its best score; unset: queries are not kept',
    example: '/path/to/queries.jsonl',
  }),
});

/** What the worker indexes. */
export const sourceVariables = z.object({
  SOURCES: z
    .string()
    .trim()
    .refine(
      (value) => !/^(github|git|dir|https?):/.test(value),
      'must be eino or the path of a YAML file; DOCS_SOURCE takes one repository or folder',
    )
    .optional()
    .meta({
      description:
        'List of sources: eino (built in) or the path of a YAML file; unset: eino, or the one source that the DOCS_ settings describe',
      example: 'eino',
    }),
  DOCS_SOURCE: sourceOrigin()
    .optional()
    .meta({
      description: `Instead of SOURCES, one repository or folder; unset: github:${EINO_REPOSITORY}`,
      example: `github:${EINO_REPOSITORY}`,
    }),
  DOCS_REF: refName()
    .optional()
    .meta({ description: 'Branch, tag or commit of DOCS_SOURCE; unset: main', example: 'main' }),
  DOCS_PATH: folderPath().optional().meta({
    description:
      'Folder of DOCS_SOURCE that is indexed; unset: content/en/docs/eino, or the folder itself for dir:',
    example: 'content/en/docs/eino',
  }),
  DOCS_SITE_URL: httpUrl()
    .optional()
    .meta({
      description: `Public address of DOCS_PATH; unset: ${EINO_SITE_URL} where DOCS_PATH is the default, ${EINO_ZH_SITE_URL} where it is content/zh/docs/eino, otherwise links are paths`,
      example: EINO_SITE_URL,
    }),
  GITHUB_TOKEN: secret()
    .optional()
    .meta({ description: 'Raises the limit from 60 to 5,000 requests an hour', secret: true }),
  GITHUB_API_URL: httpUrl()
    .default('https://api.github.com')
    .meta({ description: 'GitHub Enterprise: https://<host>/api/v3', example: 'https://api.github.com' }),
  GITHUB_MAX_WAIT_SECONDS: integer(0, 3_600)
    .default(60)
    .meta({ description: 'Total wait for rate limits and retries in one run, in seconds', example: '60' }),
});

/** Every variable of either program. A similar name that is not among them is a typing error. */
export const allVariables = z.object({
  ...indexVariables.shape,
  ...qdrantStorageVariables.shape,
  ...embeddingVariables.shape,
  ...documentVariables.shape,
  ...queryVariables.shape,
  ...summaryVariables.shape,
  ...freshnessVariables.shape,
  ...proxyVariables.shape,
  ...loggingVariables.shape,
  ...queryLogVariables.shape,
  ...sourceVariables.shape,
  ...serverVariables.shape,
});
