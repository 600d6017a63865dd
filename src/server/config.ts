import { z } from 'zod';
import { type Env, parseEnv } from '../shared/config/parse-env.ts';
import {
  allVariables,
  embeddingVariables,
  freshnessVariables,
  indexVariables,
  loggingVariables,
  queryVariables,
  serverVariables,
} from '../shared/config/variables.ts';
import { allowedAgeSeconds } from '../shared/freshness.ts';

/** The variables the server reads: no GitHub token, nothing that writes. */
export const serverProgramVariables = z.object({
  ...indexVariables.shape,
  ...embeddingVariables.shape,
  ...queryVariables.shape,
  ...freshnessVariables.shape,
  ...loggingVariables.shape,
  ...serverVariables.shape,
});

type ServerVariables = z.output<typeof serverProgramVariables>;

export interface ServerConfig extends ServerVariables {
  /** Age of the last check, in seconds, up to which data is fresh. */
  readonly maxAgeSeconds: number;
  /** The header that carries the client's address; null: the connection's own address counts. */
  readonly clientAddressHeader: ClientAddressHeader | null;
}

export type ClientAddressHeader = 'x-forwarded-for' | 'fly-client-ip';

/**
 * @param now milliseconds since the epoch
 * @throws OperationalError `CONFIG_INVALID` that lists every problem
 */
export function readServerConfig(env: Env, now: number): ServerConfig {
  const variables = parseEnv(serverProgramVariables, env, allVariables);
  return {
    ...variables,
    maxAgeSeconds: variables.FRESHNESS_MAX_AGE ?? allowedAgeSeconds(variables.SYNC_SCHEDULE, now),
    clientAddressHeader: variables.TRUST_PROXY ? proxyHeader(env) : null,
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
