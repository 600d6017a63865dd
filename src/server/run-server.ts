import { type Clock, type Delay, isoTime } from '../shared/clock.ts';
import { type Env, secretsIn } from '../shared/config/parse-env.ts';
import { allVariables } from '../shared/config/variables.ts';
import { snapshotId } from '../shared/domain/index-status.ts';
import type { Embedder } from '../shared/embedding/embedder.ts';
import { openEmbedder } from '../shared/embedding/open-embedder.ts';
import { EXIT, exitCodeOf } from '../shared/error-codes.ts';
import type { IndexReader } from '../shared/index/index-reader.ts';
import { hasWriteAccess, openReader } from '../shared/index/open-reader.ts';
import { createLogger, type Logger, type LogStream, unblockedStderr } from '../shared/logger.ts';
import { describeError, OperationalError } from '../shared/operational-error.ts';
import { packageVersion } from '../shared/package-version.ts';
import { rememberSecrets } from '../shared/secrets.ts';
import { freshnessBlockOf } from './answer/freshness-block.ts';
import { dataFreshness } from './answer/source-freshness.ts';
import { readServerConfig } from './config.ts';
import { Catalog } from './documents/catalog.ts';
import { NameWarnings } from './documents/name-warnings.ts';
import { WriteAccess } from './health/write-access.ts';
import { LIMITS } from './http/limits.ts';
import { REQUEST_DEADLINE_MS, withinDeadline } from './index-access/deadline.ts';
import { FailFastReader } from './index-access/fail-fast-reader.ts';
import { Snapshots } from './index-access/snapshots.ts';
import {
  FIRST_PUBLISH_WAIT_MS,
  type FirstSync,
  firstPublish,
  IndexLog,
  StatusCache,
} from './index-access/status-cache.ts';
import { cacheHints } from './mcp/cache-hints.ts';
import { mcpEndpoint } from './mcp/mcp-endpoint.ts';
import { mcpMethods, toolsOf } from './mcp/mcp-server.ts';
import { serveStdio } from './mcp/mcp-stdio.ts';
import { Metrics } from './metrics.ts';
import { openQueryLog, type QueryLog } from './query-log-writer.ts';
import { QueryEmbedder } from './search/query-embedder.ts';
import { searchDocs } from './search/search-docs.ts';
import { OutcomeCache, type SearchOutcome } from './search/search-outcome.ts';
import { Vocabulary } from './search/vocabulary.ts';
import type { Transport } from './server-arguments.ts';
import type { Services, Snapshot } from './services.ts';
import { logStart } from './start-log.ts';

export interface ServerEnvironment {
  readonly env: Env;
  /** null: SERVER_MODE decides. */
  readonly transport: Transport | null;
  readonly stderr: { write(text: string): unknown };
  /** Where the log goes; absent: to stderr. */
  readonly log?: LogStream | undefined;
  /** Stops the server after it has answered the requests in flight. */
  readonly stop: AbortSignal;
  /** The sync that fills the index beside the server, if the program that started the server also syncs. */
  readonly firstSync?: FirstSync | undefined;
  /** Called once the server listens, with its address. Never called on stdio. */
  readonly onListening?: ((address: string) => void) | undefined;
  readonly clock: Clock;
  readonly delay: Delay;
}

/**
 * The composition root: builds the server from its configuration and serves until `stop` aborts, or on stdio until the
 * input ends.
 * @returns the exit code; never rejects
 */
export async function runServer(environment: ServerEnvironment): Promise<number> {
  const { env, transport, stderr, stop, clock, delay, firstSync, onListening } = environment;
  const startedAt = clock();
  const ended = new AbortController();
  rememberSecrets(secretsIn(env, allVariables));
  try {
    const config = readServerConfig(env, startedAt);
    const overStdio = (transport ?? config.transport) === 'stdio';
    const log = environment.log ?? (overStdio ? unblockedStderr() : undefined);
    const logger = createLogger('server', config.logLevel, log);
    for (const warning of config.warnings) logger.warn(warning);
    const reader = await openReader(config.index, { clock, delay });
    const queryLog = config.queryLog === null ? undefined : openQueryLog(config.queryLog, logger);
    const services = createServices({
      reader,
      embedder: openEmbedder(config.embedding, { clock, delay }),
      queryPrefix: config.queryPrefix,
      maxAgeSeconds: config.freshness.maxAgeSeconds,
      structuredContent: config.structuredContent,
      version: packageVersion(),
      queryLog,
      firstSync,
      firstPublishWaitMs: FIRST_PUBLISH_WAIT_MS[transport ?? config.transport],
      clock,
      delay,
      metrics: new Metrics(logger),
      logger,
    });
    const access = new WriteAccess();
    void access.findOut((signal) => hasWriteAccess(config.index, { clock, delay }, signal), {
      logger,
      delay,
      stop: AbortSignal.any([stop, ended.signal]),
    });
    const hints = cacheHints({
      status: services.status,
      schedule: config.freshness.schedule,
      clock,
      isPrivate: overStdio || config.http.authToken !== null,
    });
    const tools = toolsOf(services);
    const mcp = mcpEndpoint(mcpMethods(services, tools), hints, logger);
    if (overStdio) {
      const { stdin: input, stdout: output } = process;
      const toolNames = new Set(tools.map(({ definition }) => definition.name));
      void logStart(services, { index: config.index, tokenRequired: false, address: 'stdio' });
      await serveStdio({ endpoint: mcp, toolNames, input, output, limits: LIMITS, logger }, stop);
    } else {
      const warnings = () => access.warnings();
      // A server on stdio needs neither routes nor pages, which take a sixth of its start.
      const { serveOverHttp } = await import('./http/listen.ts');
      await serveOverHttp(
        { config, limits: LIMITS, services, mcp, tools, logger, clock, startedAt, warnings },
        { stop, onListening },
      );
    }
    await Promise.all([reader.close(), queryLog?.close()]);
    return EXIT.ok;
  } catch (error) {
    stderr.write(`eino-docs-server: ${describeError(error)}\n`);
    return error instanceof OperationalError ? exitCodeOf(error.code) : EXIT.failed;
  } finally {
    ended.abort();
  }
}

export interface ServiceDeps {
  /** Nothing that is served reads the whole index. */
  readonly reader: Omit<IndexReader, 'scan'>;
  /** null: no embedder is configured. */
  readonly embedder: Embedder | null;
  /** What the embedding model expects before a query; absent: nothing. */
  readonly queryPrefix?: string | undefined;
  readonly maxAgeSeconds: number;
  /** Whether tools also answer in the structured form; absent: not. */
  readonly structuredContent?: boolean;
  readonly version: string;
  /** Absent: queries are not kept. */
  readonly queryLog?: QueryLog | undefined;
  readonly firstSync?: FirstSync | undefined;
  /** How long a request waits for a first sync; absent: as long as over HTTP. */
  readonly firstPublishWaitMs?: number;
  readonly clock: Clock;
  readonly delay: Delay;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Builds what tools, resources and routes answer from: the caches over the index reader, and the search. */
export function createServices(deps: ServiceDeps): Services {
  const { reader, embedder, queryPrefix, maxAgeSeconds, version, clock, metrics, logger, queryLog } = deps;
  const waitMs = deps.firstPublishWaitMs ?? FIRST_PUBLISH_WAIT_MS.http;
  const status = new StatusCache({ reader, clock, log: new IndexLog(logger, deps.firstSync) });
  const failFast = new FailFastReader({ reader, status, clock, logger });
  const snapshots = new Snapshots<Omit<Snapshot, 'status'>>(status, () => ({
    reader: failFast,
    catalog: new Catalog(failFast),
    vocabulary: new Vocabulary(reader),
    nameWarnings: new NameWarnings(reader),
    outcomes: new OutcomeCache(),
  }));
  const queryVectors =
    embedder === null ? null : new QueryEmbedder({ embedder, prefix: queryPrefix, clock, logger });
  const searchDeps = { reader: failFast, ...(queryVectors === null ? {} : { queryVectors }) };
  const readWithDeadline = <T>(
    read: (reader: Snapshot['reader'], signal: AbortSignal) => Promise<T>,
    signal: AbortSignal | undefined,
  ) =>
    withinDeadline(
      REQUEST_DEADLINE_MS,
      async (inner) => read((await snapshots.current()).reader, inner),
      signal,
    );
  const observe = (query: string, { mode, reason, confident, documents: [first] }: SearchOutcome) => {
    const answered = confident && first !== undefined;
    metrics.searched(reason === undefined ? { mode } : { mode, reason }, answered);
    queryLog?.write({ time: isoTime(clock()), query, mode, answered, best: first?.score ?? null });
  };
  const freshness: Services['freshness'] = (of, paths) =>
    dataFreshness(of, { now: clock(), maxAgeSeconds }, paths);
  return {
    snapshot: () => snapshots.current(),
    async search(request, snapshot, signal) {
      const cached = snapshot.outcomes.find(request, snapshot.status);
      const outcome = cached ?? (await searchDocs(searchDeps, request, snapshot, signal));
      // A search that met a newer publish than its snapshot's is not kept with either.
      const isOfSnapshot = snapshotId(outcome.status) === snapshotId(snapshot.status);
      if (cached === null && isOfSnapshot) snapshot.outcomes.keep(request, outcome);
      observe(request.query, outcome);
      return outcome;
    },
    reader: {
      document: (path, signal) => readWithDeadline((current, inner) => current.document(path, inner), signal),
      changesSince: (since, signal) =>
        readWithDeadline((current, inner) => current.changesSince(since, inner), signal),
    },
    catalog: {
      async read() {
        const snapshot = await snapshots.current();
        return snapshot.catalog.read(snapshot.status);
      },
      entries: async (paths, signal) => (await snapshots.current()).catalog.entries(paths, signal),
    },
    status: { read: () => failFast.status() },
    firstPublish: (signal) => firstPublish({ ...deps, status, waitMs }, signal),
    syncProgress: () => deps.firstSync?.progress() ?? null,
    searchMode: ({ fingerprint }) =>
      queryVectors?.mode(fingerprint) ?? { mode: 'lexical', reason: 'no_embedder' },
    freshness,
    freshnessBlock: (of, paths) => freshnessBlockOf(freshness(of, paths)),
    structuredContent: deps.structuredContent ?? false,
    metrics,
    logger,
    version,
  };
}
