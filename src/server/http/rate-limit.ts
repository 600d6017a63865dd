import { LRUCache } from 'lru-cache';
import type { Clock } from '../../shared/clock.ts';
import type { HttpConfig } from '../config.ts';
import type { Client } from './client-address.ts';

/** What requests count, in requests: most read the index once and count one. */
export const COST = {
  /** Reads at most the status of the index, which all requests share. */
  light: 0.2,
  normal: 1,
  /** Sends the list of all documents, or their content. */
  heavy: 5,
} as const;

/** Clients of one /48 network together may make as many requests as so many clients. */
const CLIENTS_OF_A_SITE = 4;

/** Beyond these, the client that has not called for longest is forgotten. It may then start with a full bucket again. */
const MAX_CLIENTS = 10_000;

/** Limits what one client, the clients of one /48 network, and all clients together request a minute. */
export class RateLimit {
  readonly #clients: TokenBuckets;
  readonly #sites: TokenBuckets;
  readonly #server: TokenBuckets;

  constructor(
    {
      rateLimitPerMinute: client,
      rateLimitTotalPerMinute: server,
    }: Pick<HttpConfig, 'rateLimitPerMinute' | 'rateLimitTotalPerMinute'>,
    clock: Clock,
  ) {
    this.#clients = new TokenBuckets(client, clock);
    this.#sites = new TokenBuckets(CLIENTS_OF_A_SITE * client, clock);
    this.#server = new TokenBuckets(server, clock);
  }

  /**
   * Counts one request of a client.
   * @returns 0 if it is allowed, otherwise the seconds after which a request that counts one would be
   */
  take({ address, site }: Client, cost: number): number {
    const wait = (tokens: number) =>
      Math.max(this.#clients.wait(address, tokens), site === null ? 0 : this.#sites.wait(site, tokens));
    if (wait(cost) > 0) return wait(Math.max(cost, COST.normal));
    this.#clients.spend(address, cost);
    if (site !== null) this.#sites.spend(site, cost);
    return 0;
  }

  /** Counts one request to the whole server. @returns as `take` */
  takeOfAll(cost: number): number {
    if (this.#server.wait('', cost) > 0) return this.#server.wait('', Math.max(cost, COST.normal));
    this.#server.spend('', cost);
    return 0;
  }
}

/** A token bucket for each key: a minute's tokens may be spent at once, then only as fast as they are refilled. */
class TokenBuckets {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #buckets = new LRUCache<string, { readonly tokens: number; readonly refilledAt: number }>({
    max: MAX_CLIENTS,
  });

  /** @param perMinute tokens; 0: no limit */
  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** @returns whole seconds until the tokens are there; 0 if they are */
  wait(key: string, tokens: number): number {
    const limit = this.#perMinute;
    if (limit === 0) return 0;
    const missing = this.#payable(tokens) - this.#tokens(key);
    // A sum of fractions may be a little short of the number it stands for.
    return missing <= 1e-9 ? 0 : Math.ceil((missing * 60) / limit - 1e-9);
  }

  spend(key: string, tokens: number): void {
    if (this.#perMinute === 0) return;
    this.#buckets.set(key, {
      tokens: Math.max(0, this.#tokens(key) - this.#payable(tokens)),
      refilledAt: this.#clock(),
    });
  }

  /** A request that costs more than a full bucket takes all of it. */
  #payable(tokens: number): number {
    return Math.min(tokens, this.#perMinute);
  }

  #tokens(key: string): number {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return this.#perMinute;
    const earned = Math.max(0, ((this.#clock() - bucket.refilledAt) * this.#perMinute) / 60_000);
    return Math.min(this.#perMinute, bucket.tokens + earned);
  }
}
