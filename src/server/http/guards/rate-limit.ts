import type { Clock } from '../../../shared/time/clock.ts';

/** More clients than this at once are not told apart from newcomers: memory stays bounded. */
const MAX_CLIENTS = 10_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** A token bucket a client: it may spend a minute's requests at once, then as they come back. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  /** @param perMinute requests a minute and client; 0: no limit */
  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Takes one request. @returns 0 where it may pass, else the seconds until the next one may */
  take(client: string): number {
    if (this.#perMinute === 0) return 0;
    const bucket = this.#refilled(client);
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 60) / this.#perMinute);
    bucket.tokens -= 1;
    return 0;
  }

  #refilled(client: string): Bucket {
    const now = this.#clock();
    const known = this.#buckets.get(client);
    this.#buckets.delete(client);
    const earned = known === undefined ? 0 : ((now - known.filledAt) * this.#perMinute) / 60_000;
    const bucket = {
      tokens:
        known === undefined ? this.#perMinute : Math.min(this.#perMinute, known.tokens + Math.max(0, earned)),
      filledAt: now,
    };
    this.#buckets.set(client, bucket);
    if (this.#buckets.size > MAX_CLIENTS) this.#forgetOldest();
    return bucket;
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (oldest.done !== true) this.#buckets.delete(oldest.value);
  }
}
