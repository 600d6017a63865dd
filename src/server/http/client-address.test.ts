import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clientOf } from './client-address.ts';

describe("the client's address", () => {
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

  test('a forwarding header is ignored unless a proxy is trusted', () => {
    expect(clientOf(from('10.0.0.1', { 'x-forwarded-for': '1.2.3.4' }), null).address).toBe('10.0.0.1');
  });

  test('only the last entry of a trusted X-Forwarded-For counts, because a client can forge the others', () => {
    const request = from('10.0.0.1', { 'x-forwarded-for': '6.6.6.6, 1.2.3.4' });
    expect(clientOf(request, 'x-forwarded-for').address).toBe('1.2.3.4');
  });

  test.each([
    ['1.2.3.4:5678', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['[::ffff:1.2.3.4]:5678', '1.2.3.4'],
    ['[2001:db8:1:2::5]:5678', '2001:db8:1:2'],
    ['[2001:db8:1:2::5]', '2001:db8:1:2'],
  ])('the entry %s of a trusted proxy counts as the client %s', (entry, expected) => {
    expect(clientOf(from('10.0.0.1', { 'x-forwarded-for': entry }), 'x-forwarded-for').address).toBe(
      expected,
    );
  });

  test('a trusted header without an address falls back to the address of the connection', () => {
    expect(clientOf(from('10.0.0.1', { 'fly-client-ip': 'nonsense' }), 'fly-client-ip').address).toBe(
      '10.0.0.1',
    );
  });

  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:0DB8:0::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('the IPv6 address %s counts as its /64 network %s', (address, expected) => {
    expect(clientOf(from(address), null).address).toBe(expected);
  });

  test('every IPv6 address counts as one of its /64 network within its /48 network, however it is written', () => {
    const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16));
    const groups = fc.array(group, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, fc.boolean(), (all, upper) => {
        const address = upper ? all.join(':').toUpperCase() : all.join(':');
        expect(clientOf(from(address), null)).toEqual({
          address: all.slice(0, 4).join(':'),
          site: all.slice(0, 3).join(':'),
        });
      }),
    );
  });

  test('an IPv4 address belongs to no /48 network', () => {
    expect(clientOf(from('::ffff:1.2.3.4'), null)).toEqual({ address: '1.2.3.4', site: null });
  });
});
