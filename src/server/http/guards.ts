import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../shared/clock.ts';
import type { ClientAddressHeader, HttpConfig } from '../config.ts';
import type { Metrics, RefusalReason } from '../metrics.ts';
import { HttpError } from './exchange.ts';
import { type AllowedHosts, allowedHosts, hostAllowed, originAllowed } from './hosts.ts';
import type { Limits } from './limits.ts';

export interface GuardDeps {
  readonly config: HttpConfig;
  readonly limits: Limits;
  readonly metrics: Pick<Metrics, 'requestRefused'>;
  readonly clock: Clock;
}

/** Refuses requests before any work is done for them, and counts the refusals by reason. */
export class Guards {
  readonly #config: HttpConfig;
  readonly #maxInFlight: number;
  readonly #metrics: Pick<Metrics, 'requestRefused'>;
  readonly #hosts: AllowedHosts;
  readonly #rateLimit: RateLimit;
  #inFlight = 0;

  constructor({ config, limits, metrics, clock }: GuardDeps) {
    this.#config = config;
    this.#maxInFlight = limits.inFlight;
    this.#metrics = metrics;
    this.#hosts = allowedHosts(config);
    this.#rateLimit = new RateLimit(config.rateLimitPerMinute, clock);
  }

  /** @param host the host the request is addressed to */
  isOriginAllowed({ headers }: IncomingMessage, host: string | undefined): boolean {
    return originAllowed(headers.origin, host, this.#hosts);
  }

  /** @throws HttpError 403 for a Host or an Origin that is not allowed */
  checkHostAndOrigin(request: IncomingMessage, host: string | undefined): void {
    if (!hostAllowed(host, request.socket.localAddress, this.#hosts)) {
      const message = 'This Host is not allowed; the operator can add it to ALLOWED_HOSTS';
      throw this.#refusal('host', new HttpError(403, message));
    }
    if (!this.isOriginAllowed(request, host)) {
      const message = 'This Origin is not allowed; the operator can add it to ALLOWED_ORIGINS';
      throw this.#refusal('origin', new HttpError(403, message));
    }
  }

  /** @throws HttpError 429 for a client over its rate */
  checkRate(request: IncomingMessage): void {
    const seconds = this.#rateLimit.take(clientAddress(request, this.#config.clientAddressHeader));
    if (seconds === 0) return;
    const headers = { 'retry-after': String(seconds) };
    throw this.#refusal('rate', new HttpError(429, `Too many requests; wait ${seconds} s`, { headers }));
  }

  /** @throws HttpError 401 where a token is configured and the request does not have it */
  checkToken({ headers: { authorization } }: IncomingMessage): void {
    const { authToken } = this.#config;
    if (authToken === null || hasBearerToken(authorization, authToken)) return;
    const headers = { 'www-authenticate': 'Bearer realm="eino-docs"' };
    throw this.#refusal('token', new HttpError(401, 'A bearer token is required', { headers }));
  }

  /** Does the work unless too much is in flight. @throws HttpError 503 */
  async limitLoad(work: () => Promise<void>): Promise<void> {
    if (this.#inFlight >= this.#maxInFlight) {
      const headers = { 'retry-after': '1' };
      throw this.#refusal('load', new HttpError(503, 'The server is busy; try again', { headers }));
    }
    this.#inFlight += 1;
    try {
      await work();
    } finally {
      this.#inFlight -= 1;
    }
  }

  #refusal(reason: RefusalReason, error: HttpError): HttpError {
    this.#metrics.requestRefused(reason);
    return error;
  }
}

/** Whether an Authorization header has the token. Compares digests in constant time: timing reveals neither of them. */
export function hasBearerToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Beyond these, the client that has not called for longest is forgotten. It may then start with a full bucket again. */
const MAX_CLIENTS = 10_000;

/** A token bucket per client: it may spend a minute's requests at once, then only as fast as they are refilled. */
export class RateLimit {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #buckets = new LRUCache<string, { readonly tokens: number; readonly refilledAt: number }>({
    max: MAX_CLIENTS,
  });

  /** @param perMinute requests per minute and client; 0: no limit */
  constructor(perMinute: number, clock: Clock) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Counts one request. @returns 0 if it is allowed, otherwise the seconds to wait for the next one */
  take(client: string): number {
    const limit = this.#perMinute;
    if (limit === 0) return 0;
    const now = this.#clock();
    const bucket = this.#buckets.get(client) ?? { tokens: limit, refilledAt: now };
    const earned = Math.max(0, ((now - bucket.refilledAt) * limit) / 60_000);
    const tokens = Math.min(limit, bucket.tokens + earned);
    const isAllowed = tokens >= 1;
    this.#buckets.set(client, { tokens: isAllowed ? tokens - 1 : tokens, refilledAt: now });
    return isAllowed ? 0 : Math.ceil(((1 - tokens) * 60) / limit);
  }
}

/**
 * The address that a request is counted under. A header counts only where a proxy in front is trusted, and then only
 * its last entry: the proxy added that one itself, the others are the client's. IPv6 addresses count by their /64
 * network, because one client has all of it.
 */
export function clientAddress(request: IncomingMessage, header: ClientAddressHeader | null): string {
  const given = header === null ? undefined : request.headers[header];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1) ?? '';
  const forwarded = withoutPort(last.trim());
  const address = isIP(forwarded) === 0 ? (request.socket.remoteAddress ?? '') : forwarded;
  return isIP(address) === 6 ? (mappedIpv4(address) ?? networkOf(address)) : address;
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

/** The first four groups of an IPv6 address, with `::` written out. */
function networkOf(address: string): string {
  const [head = '', tail] = normalized(address).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4).join(':');
}

/** The shortest form of an IPv6 address, without a zone. */
function normalized(address: string): string {
  return new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}
