import type { Clock, Delay } from '../shared/clock.ts';
import type { Env } from '../shared/config/parse-env.ts';
import { openEmbedder } from '../shared/embedding/open-embedder.ts';
import { EXIT, exitCodeOf } from '../shared/exit-codes.ts';
import { hasWriteAccess, openReader } from '../shared/index/open-reader.ts';
import { createLogger } from '../shared/logger.ts';
import { describeError, OperationalError } from '../shared/operational-error.ts';
import { packageVersion } from '../shared/package-version.ts';
import type { Transport } from './arguments.ts';
import { readServerConfig } from './config.ts';
import { WriteAccess } from './health/write-access.ts';
import { LIMITS } from './http/limits.ts';
import { serveOverHttp } from './http/listen.ts';
import { mcpEndpoint } from './mcp/mcp-http.ts';
import { mcpServerFactory } from './mcp/mcp-server.ts';
import { serveStdio } from './mcp/mcp-stdio.ts';
import { Metrics } from './metrics.ts';
import { createServices } from './services.ts';

export interface ServerEnvironment {
  readonly env: Env;
  /** null: SERVER_MODE decides. */
  readonly transport: Transport | null;
  readonly stderr: { write(text: string): unknown };
  /** Stops the server once what is in flight has been answered. */
  readonly stop: AbortSignal;
  readonly clock: Clock;
  readonly delay: Delay;
}

/** Serves until it is stopped, or on stdio until the input ends. @returns the exit code; never rejects */
export async function runServer({
  env,
  transport,
  stderr,
  stop,
  clock,
  delay,
}: ServerEnvironment): Promise<number> {
  const startedAt = clock();
  const ended = new AbortController();
  try {
    const config = readServerConfig(env, startedAt);
    const logger = createLogger('server', config.logLevel);
    const reader = await openReader(config.index, { clock, delay });
    const services = createServices({
      reader,
      embedder: openEmbedder(config.embedding, { clock, delay }),
      queryPrefix: config.queryPrefix,
      maxAgeSeconds: config.freshness.maxAgeSeconds,
      version: packageVersion(),
      clock,
      metrics: new Metrics(logger),
      logger,
    });
    const access = new WriteAccess();
    void access.findOut((signal) => hasWriteAccess(config.index, { clock, delay }, signal), {
      logger,
      delay,
      stop: AbortSignal.any([stop, ended.signal]),
    });
    const createMcpServer = mcpServerFactory(services);
    if ((transport ?? config.transport) === 'stdio') {
      await serveStdio(createMcpServer, logger, stop);
    } else {
      const mcp = mcpEndpoint(createMcpServer, logger);
      const warnings = () => access.warnings();
      await serveOverHttp(
        { config, limits: LIMITS, services, mcp, logger, clock, startedAt, warnings },
        stop,
      );
    }
    await reader.close();
    return EXIT.ok;
  } catch (error) {
    stderr.write(`eino-docs-server: ${describeError(error)}\n`);
    return error instanceof OperationalError ? exitCodeOf(error.code) : EXIT.failed;
  } finally {
    ended.abort();
  }
}
