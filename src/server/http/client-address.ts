import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { ClientAddressHeader } from '../config.ts';

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
