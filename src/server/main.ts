#!/usr/bin/env node
import { setTimeout as delay } from 'node:timers/promises';
import { openEmbedder } from '../shared/embedding/open-embedder.ts';
import { describeError, OperationalError } from '../shared/errors/operational-error.ts';
import { openReader } from '../shared/index/open-reader.ts';
import { createLogger } from '../shared/logging/logger.ts';
import { HELP, parseArguments, type Transport } from './arguments.ts';
import { readServerConfig } from './config.ts';
import { createServices } from './create-services.ts';
import { serveOverHttp } from './http/serve-over-http.ts';
import { mcpServerFactory } from './mcp/create-mcp-server.ts';
import { mcpEndpoint } from './mcp/mcp-endpoint.ts';
import { serveStdio } from './mcp/serve-stdio.ts';
import { Metrics } from './metrics/metrics.ts';
import { stopSignal } from './stop-signal.ts';
import { packageVersion } from './version.ts';

const BAD_USAGE = 2;

const command = parseArguments(process.argv.slice(2));
switch (command.kind) {
  case 'help':
    process.stdout.write(HELP);
    break;
  case 'version':
    process.stdout.write(`${packageVersion()}\n`);
    break;
  case 'wrong':
    process.stderr.write(`${command.problem}; see --help\n`);
    process.exitCode = BAD_USAGE;
    break;
  case 'serve':
    process.exitCode = await serve(command.transport);
}

/** @returns the exit code, once a signal or the end of the input has stopped the server */
async function serve(asked: Transport | null): Promise<number> {
  const startedAt = Date.now();
  try {
    const config = readServerConfig(process.env, startedAt);
    const logger = createLogger('server', config.LOG_LEVEL);
    const clock = Date.now;
    const time = { clock, delay: (ms: number, signal?: AbortSignal) => delay(ms, undefined, { signal }) };
    const reader = await openReader(config, time);
    const services = createServices({
      reader,
      embedder: openEmbedder(config, time),
      maxAgeSeconds: config.maxAgeSeconds,
      version: packageVersion(),
      clock,
      metrics: new Metrics(logger),
      logger,
    });
    const createMcpServer = mcpServerFactory(services);
    const stop = stopSignal(process);
    if ((asked ?? (config.SERVER_MODE ? 'http' : 'stdio')) === 'stdio') {
      await serveStdio(createMcpServer, logger, stop);
    } else {
      const mcp = mcpEndpoint(createMcpServer, logger);
      await serveOverHttp({ config, services, mcp, logger, clock, startedAt }, stop);
    }
    await reader.close();
    return 0;
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    return error instanceof OperationalError && error.code === 'CONFIG_INVALID' ? BAD_USAGE : 1;
  }
}
