import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { COST, clientOf, RateLimit } from './rate-limit.ts';

const client = (address: string, site: string | null = null) => ({ address, site });

/** A limit for one client, and without one for all. */
const perClient = (rateLimitPerMinute: number, clock: () => number, rateLimitTotalPerMinute = 0) =>
  new RateLimit({ rateLimitPerMinute, rateLimitTotalPerMinute }, clock);

describe('the rate limit', () => {
  test('a client may make the requests of a minute at once, and then only at the average rate', () => {
    let now = 0;
    const limit = perClient(3, () => now);
    expect([1, 2, 3, 4].map(() => limit.take(client('a'), 1))).toEqual([0, 0, 0, 20]);
    expect(limit.take(client('b'), 1)).toBe(0);
    now += 20_000;
    expect([limit.take(client('a'), 1), limit.take(client('a'), 1)]).toEqual([0, 20]);
  });

  test('a rate limit of 0 allows every request', () => {
    const limit = perClient(0, () => 0);
    const waits = Array.from({ length: 1_000 }, () => limit.take(client('a', 's'), 5) + limit.takeOfAll(5));
    expect(Math.max(...waits)).toBe(0);
  });

  test('a clock that is set back does not refill the bucket of a client', () => {
    let now = 100_000;
    const limit = perClient(1, () => now);
    expect(limit.take(client('a'), 1)).toBe(0);
    now = 0;
    expect(limit.take(client('a'), 1)).toBe(60);
  });

  test('a light request counts a fifth of one, and a heavy one five', () => {
    const limit = perClient(6, () => 0);
    const take = (cost: number) => limit.take(client('a'), cost);
    expect([take(COST.heavy), take(COST.heavy)]).toEqual([0, 40]);
    expect(Array.from({ length: 6 }, () => take(COST.light))).toEqual([0, 0, 0, 0, 0, 10]);
  });

  test('a request that costs more than a whole minute may still be made once a minute', () => {
    const limit = perClient(2, () => 0);
    expect([limit.take(client('a'), COST.heavy), limit.take(client('a'), 1)]).toEqual([0, 30]);
  });

  test('all networks of a /48 network together may request as much as four clients', () => {
    const limit = perClient(10, () => 0);
    const waits = Array.from({ length: 100 }, (_, i) =>
      limit.take(client(`2001:db8:1:${i}`, '2001:db8:1'), 1),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(40);
    expect(limit.take(client('2001:db8:2:1', '2001:db8:2'), 1)).toBe(0);
  });

  test('all clients together may request as much as the limit of the server, however many they are', () => {
    const limit = perClient(10, () => 0, 25);
    const waits = Array.from({ length: 100 }, () => limit.takeOfAll(1));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(25);
  });

  test('no client, network or server ever allows more than a minute at once and its rate after that', () => {
    const request = fc.record({
      address: fc.nat(5),
      site: fc.nat(1),
      cost: fc.constantFrom(COST.light, COST.normal, COST.heavy),
      after: fc.integer({ min: 0, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 80 }), (requests) => {
        let now = 0;
        const limit = perClient(6, () => now, 40);
        const spent = new Map<string, number>();
        for (const { address, site, cost, after } of requests) {
          now += after;
          const who = client(`${site}:${address}`, `${site}`);
          if (limit.take(who, cost) > 0 || limit.takeOfAll(cost) > 0) continue;
          for (const key of [who.address, `site ${site}`, 'all'])
            spent.set(key, (spent.get(key) ?? 0) + cost);
        }
        const minutes = now / 60_000;
        for (const [key, cost] of spent) {
          const perMinute = key === 'all' ? 40 : key.startsWith('site') ? 24 : 6;
          expect(cost).toBeLessThanOrEqual(perMinute * (1 + minutes) + 1e-6);
        }
      }),
    );
  });
});

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
