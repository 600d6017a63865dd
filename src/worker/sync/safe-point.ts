import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../shared/time/clock.ts';
import { type IndexSession, LEASE_MS } from '../index/index-writer.ts';

/**
 * A place where a run may stop without harm. Every loop over documents passes one between two of them: it lets signals
 * in, rejects with the signal's reason once that has aborted, and keeps the lease.
 */
export type SafePoint = () => Promise<void>;

/** @param session whose lease to renew, a quarter of its life before each renewal */
export function safePoint(
  signal: AbortSignal,
  lease?: { readonly session: Pick<IndexSession, 'renew'>; readonly clock: Clock },
): SafePoint {
  let renewedAt = lease?.clock() ?? 0;
  return async () => {
    await setImmediate();
    signal.throwIfAborted();
    if (lease === undefined || lease.clock() - renewedAt < LEASE_MS / 4) return;
    await lease.session.renew();
    renewedAt = lease.clock();
  };
}
