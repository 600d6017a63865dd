import { Cron } from 'croner';
import type { Clock } from '../../shared/clock.ts';
import { EMPTY_STATUS, type IndexStatus } from '../../shared/domain/index-status.ts';
import type { Params } from './json-rpc.ts';
import { STATUS_URI } from './resources.ts';

/** What a client may do with a result. https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/caching */
interface CacheHint {
  /** Milliseconds for which the client may use it again. */
  readonly ttlMs: number;
  /** `private`: only for requests with the same token, or of the same process. */
  readonly cacheScope: 'public' | 'private';
}

export interface CacheHints {
  /** The hint of a method's result; undefined if its results are not kept. Never rejects. */
  of(method: string, params?: Params): Promise<CacheHint | undefined>;
}

export interface CacheHintDeps {
  readonly status: { read(): Promise<IndexStatus> };
  /** When the worker runs: cron, UTC. */
  readonly schedule: string;
  readonly clock: Clock;
  /** Whether a token guards the results, or they are for the user of the process alone. */
  readonly isPrivate: boolean;
}

const CACHEABLE = new Set([
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
]);

export function cacheHints({ status, schedule, clock, isPrivate }: CacheHintDeps): CacheHints {
  const cacheScope = isPrivate ? 'private' : 'public';
  const cron = new Cron(schedule, { paused: true, timezone: 'UTC' });
  return {
    async of(method, params) {
      if (!CACHEABLE.has(method)) return undefined;
      if (params?.['uri'] === STATUS_URI) return { ttlMs: 0, cacheScope };
      const read = await status.read().catch(() => EMPTY_STATUS);
      return { ttlMs: validForMs(read, cron, clock()), cacheScope };
    },
  };
}

/** Bounds how long a publish that nobody scheduled, by a run by hand, can stay unseen. */
const MAX_TTL_MS = 60 * 60 * 1000;

/**
 * How long nothing that is listed can change, in milliseconds: until the run after the last one is due, because only
 * the worker publishes. Zero if that run is due already or running, or if nothing has been published yet.
 */
function validForMs({ sequence, lastRun }: IndexStatus, schedule: Cron, now: number): number {
  if (sequence === 0 || lastRun === null) return 0;
  const due = schedule.nextRun(new Date(lastRun.startedAt));
  return due === null ? MAX_TTL_MS : Math.min(MAX_TTL_MS, Math.max(0, due.getTime() - now));
}
