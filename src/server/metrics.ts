import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { IndexStatus } from '../shared/domain/index-status.ts';
import type { Logger } from '../shared/logger.ts';
import type { DataFreshness } from './answer/source-freshness.ts';
import type { SearchModeInfo } from './search/search-outcome.ts';

/** Upper bounds of the buckets of the duration histogram, in seconds. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Why a request was refused, as a label. */
export type RefusalReason = 'host' | 'origin' | 'token' | 'rate' | 'total_rate' | 'load';

/**
 * The server's Prometheus metrics. Labels have few values, chosen by this program or, the names of the sources, by its
 * operator: a query, a path or an address must never become one.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #logger: Logger;
  readonly #requests = this.#counter('http_requests_total', 'HTTP requests by route and status', [
    'route',
    'status',
  ]);
  readonly #refused = this.#counter('http_refused_total', 'HTTP requests refused by a guard, by reason', [
    'reason',
  ]);
  readonly #calls = this.#counter('mcp_tool_calls_total', 'Tool calls by tool and outcome', [
    'tool',
    'outcome',
  ]);
  readonly #searches = this.#counter(
    'searches_total',
    'Searches by mode, its reason, and whether a document answers',
    ['mode', 'reason', 'answered'],
  );
  readonly #failures = this.#counter('failures_total', 'Failed tool calls by error code', ['code']);
  readonly #seconds = new Histogram({
    name: 'eino_docs_mcp_tool_duration_seconds',
    help: 'Duration of tool calls in seconds',
    labelNames: ['tool'],
    buckets: DURATION_BUCKETS,
    registers: [this.#registry],
  });
  readonly #inFlight = this.#gauge('http_requests_in_flight', 'HTTP requests in flight');
  readonly #readable = this.#gauge('index_readable', '1 if the index can be read, otherwise 0');
  readonly #age = this.#gauge(
    'freshness_age_seconds',
    'Seconds since the sources last confirmed their newest commits, of the one longest ago',
  );
  readonly #fresh = this.#gauge('fresh', '1 if the data of every source is fresh, otherwise 0');
  readonly #behind = this.#gauge('commits_behind', 'Commits touching the docs that are not indexed yet');
  readonly #sourceAge = this.#gauge(
    'source_freshness_age_seconds',
    'Seconds since a source last confirmed its newest commit',
    ['source'],
  );
  readonly #sourceFresh = this.#gauge('source_fresh', '1 if the data of a source is fresh, otherwise 0', [
    'source',
  ]);
  readonly #sourceBehind = this.#gauge(
    'source_commits_behind',
    'Commits of a source touching the docs that are not indexed yet',
    ['source'],
  );
  readonly #sequence = this.#gauge('index_sequence', 'Number of the published sequence');
  readonly #documents = this.#gauge('index_documents', 'Documents in the index');
  readonly #chunks = this.#gauge('index_chunks', 'Chunks in the index');
  readonly #workerFailures = this.#gauge(
    'worker_consecutive_failures',
    'Failed worker runs since the last one that did not fail',
  );

  constructor(logger: Logger) {
    this.#logger = logger;
    collectDefaultMetrics({ register: this.#registry });
  }

  /** All metrics in Prometheus' text format. */
  async exposition(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  requestStarted(): void {
    this.#inFlight.inc();
  }

  requestFinished(route: string, status: number): void {
    this.#inFlight.dec();
    this.#requests.inc({ route, status });
  }

  requestRefused(reason: RefusalReason): void {
    this.#refused.inc({ reason });
  }

  toolCalled(tool: string, seconds: number, errorCode: string | undefined): void {
    this.#calls.inc({ tool, outcome: errorCode === undefined ? 'answered' : 'failed' });
    this.#seconds.observe({ tool }, seconds);
    if (errorCode !== undefined) this.#failures.inc({ code: errorCode });
  }

  toolCrashed(tool: string, error: unknown): void {
    this.#logger.error({ tool, err: error }, 'a tool failed unexpectedly');
  }

  /** @param answered whether a document is likely to answer the query */
  searched({ mode, reason }: SearchModeInfo, answered: boolean): void {
    this.#searches.inc({ mode, reason: reason ?? '', answered: String(answered) });
  }

  /** @param index null if it cannot be read */
  indexObserved(index: { readonly status: IndexStatus; readonly freshness: DataFreshness } | null): void {
    this.#readable.set(index === null ? 0 : 1);
    if (index === null) return;
    const { status, freshness } = index;
    this.#age.set(freshness.ageSeconds ?? Number.NaN);
    this.#fresh.set(freshness.state === 'fresh' ? 1 : 0);
    this.#behind.set(freshness.behind);
    this.#observeSources(freshness);
    this.#sequence.set(status.sequence);
    this.#documents.set(status.documents);
    this.#chunks.set(status.chunks);
    this.#workerFailures.set(status.consecutiveFailures);
  }

  /** Forgets the sources that the index no longer has. */
  #observeSources({ sources }: DataFreshness): void {
    for (const gauge of [this.#sourceAge, this.#sourceFresh, this.#sourceBehind]) gauge.reset();
    for (const { source, ageSeconds, state, behind } of sources) {
      this.#sourceAge.set({ source }, ageSeconds ?? Number.NaN);
      this.#sourceFresh.set({ source }, state === 'fresh' ? 1 : 0);
      this.#sourceBehind.set({ source }, behind);
    }
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name: `eino_docs_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> {
    return new Gauge({ name: `eino_docs_${name}`, help, labelNames, registers: [this.#registry] });
  }
}
