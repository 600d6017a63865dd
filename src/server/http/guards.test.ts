import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { clientAddress, hasBearerToken, RateLimit } from './guards.ts';

test.each([
  ['Bearer s3cret', true],
  ['bearer  s3cret', true],
  ['Bearer s3cre', false],
  ['Bearer s3cret2', false],
  ['s3cret', false],
  ['Basic s3cret', false],
  ['', false],
  [undefined, false],
])('the Authorization header %j has the bearer token s3cret: %s', (header, expected) => {
  expect(hasBearerToken(header, 's3cret')).toBe(expected);
});

describe('the rate limit', () => {
  test('a client may make the requests of a minute at once, and then only at the average rate', () => {
    let now = 0;
    const limit = new RateLimit(3, () => now);
    expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 20]);
    expect(limit.take('b')).toBe(0);
    now += 20_000;
    expect([limit.take('a'), limit.take('a')]).toEqual([0, 20]);
  });

  test('a rate limit of 0 allows every request', () => {
    const limit = new RateLimit(0, () => 0);
    expect(Array.from({ length: 1_000 }, () => limit.take('a')).every((wait) => wait === 0)).toBe(true);
  });

  test('a clock that is set back does not refill the bucket of a client', () => {
    let now = 100_000;
    const limit = new RateLimit(1, () => now);
    expect(limit.take('a')).toBe(0);
    now = 0;
    expect(limit.take('a')).toBe(60);
  });
});

describe("the client's address", () => {
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    ({ socket: { remoteAddress }, headers }) as unknown as IncomingMessage;

  test('a forwarding header is ignored unless a proxy is trusted', () => {
    expect(clientAddress(from('10.0.0.1', { 'x-forwarded-for': '1.2.3.4' }), null)).toBe('10.0.0.1');
  });

  test('only the last entry of a trusted X-Forwarded-For counts, because a client can forge the others', () => {
    const request = from('10.0.0.1', { 'x-forwarded-for': '6.6.6.6, 1.2.3.4' });
    expect(clientAddress(request, 'x-forwarded-for')).toBe('1.2.3.4');
  });

  test.each([
    ['1.2.3.4:5678', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::ffff:102:304', '1.2.3.4'],
    ['[::ffff:1.2.3.4]:5678', '1.2.3.4'],
    ['[2001:db8:1:2::5]:5678', '2001:db8:1:2'],
    ['[2001:db8:1:2::5]', '2001:db8:1:2'],
  ])('the entry %s of a trusted proxy counts as the client %s', (entry, expected) => {
    expect(clientAddress(from('10.0.0.1', { 'x-forwarded-for': entry }), 'x-forwarded-for')).toBe(expected);
  });

  test('a trusted header without an address falls back to the address of the connection', () => {
    expect(clientAddress(from('10.0.0.1', { 'fly-client-ip': 'nonsense' }), 'fly-client-ip')).toBe(
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
    expect(clientAddress(from(address), null)).toBe(expected);
  });
});
