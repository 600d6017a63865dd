import type { Clock, Delay } from '../../shared/clock.ts';
import type { IndexStatus } from '../../shared/domain/index-status.ts';

/** The sync that fills the index beside this server, if the program that started the server also syncs. */
export interface FirstSync {
  /** How far it is, in words; null if none is under way. */
  progress(): string | null;
}

/**
 * How long a request waits for a first publish, in milliseconds: over HTTP less than the server's own limit for an
 * answer, on stdio less than the minute that clients usually wait.
 */
export const FIRST_PUBLISH_WAIT_MS = { http: 10_000, stdio: 40_000 };
const LOOK_AGAIN_MS = 200;

export interface FirstPublishDeps {
  readonly status: { read(after?: number): Promise<IndexStatus> };
  readonly firstSync?: FirstSync | undefined;
  /** How long to wait at most, in milliseconds. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly delay: Delay;
}

/**
 * Waits while an index is empty and a first sync is under way, up to a limit. Never rejects: what the index is then is
 * for the request itself to find out.
 */
export async function firstPublish(
  { status, firstSync, waitMs, clock, delay }: FirstPublishDeps,
  signal: AbortSignal,
): Promise<void> {
  const until = clock() + waitMs;
  for (;;) {
    const isUnderWay = firstSync?.progress() != null;
    // Read after the progress: a sync that has ended by now has published.
    const isEmpty = await status.read(isUnderWay ? clock() - LOOK_AGAIN_MS : undefined).then(
      ({ sequence }) => sequence === 0,
      () => false,
    );
    if (!isEmpty || !isUnderWay || clock() >= until || signal.aborted) return;
    await delay(LOOK_AGAIN_MS, signal).catch(() => {});
  }
}
