import { z } from 'zod';
import { unknownVariables } from '../shared/config/misspelt-names.ts';
import { type Env, namesOfSet, parseEnv } from '../shared/config/parse-env.ts';
import { serverVariables } from '../shared/config/server-variables.ts';
import {
  type EmbeddingConfig,
  embeddingConfig,
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
  proxyVariables,
  queryLogVariables,
  queryVariables,
} from '../shared/config/variables.ts';

/** The variables the server reads: no GitHub token, nothing that writes. */
export const serverProgramVariables = z.object({
  ...indexVariables.shape,
  ...embeddingVariables.shape,
  ...queryVariables.shape,
  ...freshnessVariables.shape,
  ...proxyVariables.shape,
  ...loggingVariables.shape,
  ...serverVariables.shape,
  ...queryLogVariables.shape,
});

export interface ServerConfig {
  /** What the server speaks MCP over unless the command line says otherwise. */
  readonly transport: 'http' | 'stdio';
  readonly http: HttpConfig;
  readonly index: IndexConfig;
  /** null: the search is lexical. */
  readonly embedding: EmbeddingConfig | null;
  /** What the embedding model wants before a query. */
  readonly queryPrefix: string;
  readonly freshness: FreshnessConfig;
  /** Whether tools also answer in the structured form. */
  readonly structuredContent: boolean;
  readonly logLevel: string;
  /** What is odd about the settings, one line each. */
  readonly warnings: readonly string[];
  /** File of the query log; null: queries are not kept. */
  readonly queryLog: string | null;
}

/** How the server is reached over HTTP, and by whom. */
export interface HttpConfig {
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0: any free one. */
  readonly port: number;
  /** Address clients use, without a trailing slash; null: the one they write in the Host header. */
  readonly publicUrl: string | null;
  /** Host headers answered besides loopback names and those of `host` and `publicUrl`. */
  readonly allowedHosts: readonly string[];
  /** Origins of web pages that may call, besides the server's own. */
  readonly allowedOrigins: readonly string[];
  /** Bearer token that clients must send; null: none. */
  readonly authToken: string | null;
  /** Requests a minute and client; 0: no limit. */
  readonly rateLimitPerMinute: number;
  /** Requests a minute of all clients together; 0: no limit. */
  readonly rateLimitTotalPerMinute: number;
  /** The header that carries the client's address; null: the connection's own address counts. */
  readonly clientAddressHeader: ClientAddressHeader | null;
}

export type ClientAddressHeader = 'x-forwarded-for' | 'fly-client-ip';

/** Unless another limit is set, so many clients may request as fast as one client may, at the same time. */
const CLIENTS_AT_THEIR_RATE = 10;

/**
 * Maps the environment to the server's configuration.
 * @param now milliseconds since the epoch
 * @throws OperationalError `CONFIG_INVALID` that lists every problem
 */
export function readServerConfig(env: Env, now: number): ServerConfig {
  const variables = parseEnv(serverProgramVariables, env, allVariables);
  const embedding = embeddingConfig(variables);
  return {
    transport: variables.SERVER_MODE ? 'http' : 'stdio',
    http: {
      host: variables.HOST,
      port: variables.PORT,
      publicUrl: variables.PUBLIC_URL ?? null,
      allowedHosts: variables.ALLOWED_HOSTS ?? [],
      allowedOrigins: variables.ALLOWED_ORIGINS ?? [],
      authToken: variables.MCP_AUTH_TOKEN ?? null,
      rateLimitPerMinute: variables.RATE_LIMIT_PER_MINUTE,
      rateLimitTotalPerMinute:
        variables.RATE_LIMIT_TOTAL_PER_MINUTE ?? CLIENTS_AT_THEIR_RATE * variables.RATE_LIMIT_PER_MINUTE,
      clientAddressHeader: variables.TRUST_PROXY ? proxyHeader(env) : null,
    },
    index: indexConfig(variables),
    embedding,
    queryPrefix: embedding?.kind === 'endpoint' ? (variables.EMBEDDING_QUERY_PREFIX ?? '') : '',
    freshness: freshnessConfig(variables, now),
    structuredContent: variables.STRUCTURED_CONTENT,
    logLevel: variables.LOG_LEVEL,
    warnings: unknownVariables(namesOfSet(env), Object.keys(allVariables.shape)),
    queryLog: variables.QUERY_LOG ?? null,
  };
}

/**
 * A proxy appends the address it saw to X-Forwarded-For, so the last entry is the client's. Fly's proxy is an
 * exception: there the last entry is the app's own address, and Fly-Client-IP, which clients cannot forge, has it.
 * https://fly.io/docs/networking/request-headers/
 */
function proxyHeader(env: Env): ClientAddressHeader {
  return env['FLY_APP_NAME'] === undefined ? 'x-forwarded-for' : 'fly-client-ip';
}
