import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { ClientAddressHeader } from '../../config.ts';

/**
 * Who a request counts as. A header counts only when a proxy in front is trusted; then its last entry, which that
 * proxy added itself, whatever a client put before it. IPv6 clients count by their /64, which one household has.
 */
export function clientAddress(request: IncomingMessage, header: ClientAddressHeader | null): string {
  const given = header === null ? undefined : request.headers[header];
  const last = (Array.isArray(given) ? given.join(',') : given)?.split(',').at(-1)?.trim() ?? '';
  const address = isIP(last) === 0 ? (request.socket.remoteAddress ?? '') : last;
  return isIP(address) === 6 && !address.startsWith('::ffff:') ? network(address) : address;
}

/** The first four groups of an IPv6 address, written out. */
function network(address: string): string {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  return [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4).join(':');
}
