import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../shared/clock.ts';
import type { ClientAddressHeader, HttpConfig } from '../config.ts';

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

/** Whom a request is counted under. */
export interface Client {
  /** An IPv4 address, or the /64 network of an IPv6 address, all of which one client has. */
  readonly address: string;
  /** The /48 network of an IPv6 address: one customer of a provider may have 65,536 networks of /64. */
  readonly site: string | null;
}

/**
 * Tells whom a request is counted under. A header counts only where a proxy in front is trusted, and then only its last
 * entry: the proxy added that one itself, the others are the client's.
 */
export function clientOf(request: IncomingMessage, header: ClientAddressHeader | null): Client {
  const given = header === null ? undefined : request.headers[header];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1) ?? '';
  const forwarded = withoutPort(last.trim());
  const address = isIP(forwarded) === 0 ? (request.socket.remoteAddress ?? '') : forwarded;
  if (isIP(address) !== 6) return { address, site: null };
  const ipv4 = mappedIpv4(address);
  if (ipv4 !== null) return { address: ipv4, site: null };
  const groups = groupsOf(address);
  return { address: groups.slice(0, 4).join(':'), site: groups.slice(0, 3).join(':') };
}

/** Some proxies add the port: `1.2.3.4:5678`, `[::1]:5678`. */
function withoutPort(entry: string): string {
  return /^([\d.]+):\d+$/.exec(entry)?.[1] ?? /^\[(.+)\](:\d+)?$/.exec(entry)?.[1] ?? entry;
}

/** The IPv4 address within an IPv4-mapped IPv6 address (`::ffff:1.2.3.4`), so that both forms count as one client. */
function mappedIpv4(address: string): string | null {
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(normalized(address)) ?? [];
  if (high === undefined || low === undefined) return null;
  const groups = [high, low].map((group) => Number.parseInt(group, 16));
  return groups.map((group) => `${group >> 8}.${group & 0xff}`).join('.');
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = normalized(address).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(zeros).fill('0'), ...back];
}

/** The shortest form of an IPv6 address, without a zone. */
function normalized(address: string): string {
  return new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}
