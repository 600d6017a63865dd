import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Clock } from '../../shared/clock.ts';
import type { ClientAddressHeader } from '../config.ts';

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

/**
 * Who a request counts as. A header counts only when a proxy in front is trusted; then its last entry, which that
 * proxy added itself, whatever a client put before it. IPv6 clients count by their /64, which one household has.
 */
export function clientAddress(request: IncomingMessage, header: ClientAddressHeader | null): string {
  const given = header === null ? undefined : request.headers[header];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1) ?? '';
  const forwarded = withoutPort(last.trim());
  const address = isIP(forwarded) === 0 ? (request.socket.remoteAddress ?? '') : forwarded;
  return isIP(address) === 6 ? (mappedIpv4(address) ?? network(address)) : address;
}

/** Some proxies add the port: `1.2.3.4:5678`, `[::1]:5678`. */
function withoutPort(entry: string): string {
  return /^([\d.]+):\d+$/.exec(entry)?.[1] ?? /^\[(.+)\](:\d+)?$/.exec(entry)?.[1] ?? entry;
}

/** The IPv4 address that an IPv6 address stands for: a client of either counts as one. */
function mappedIpv4(address: string): string | null {
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(shortest(address)) ?? [];
  if (high === undefined || low === undefined) return null;
  const groups = [high, low].map((group) => Number.parseInt(group, 16));
  return groups.map((group) => `${group >> 8}.${group & 0xff}`).join('.');
}

/** The first four groups of an IPv6 address, written out. */
function network(address: string): string {
  const [head = '', tail] = shortest(address).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4).join(':');
}

/** The one form of the many that an IPv6 address can be written in. */
function shortest(address: string): string {
  return new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}
