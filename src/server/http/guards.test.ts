import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { carriesToken } from './bearer-token.ts';
import { allowedHosts, hostAllowed, originAllowed } from './hosts.ts';
import { clientAddress, RateLimit } from './rate-limit.ts';

describe('hosts and origins', () => {
  const allowed = allowedHosts({
    host: '0.0.0.0',
    publicUrl: 'https://docs.example.com/eino',
    allowedHosts: [
      'Internal.example',
      'other.example:8080',
      'plain.example:80',
      'tls.example:443',
      'dotted.example.',
      'fd00::1',
      '[fd00::2]:8080',
    ],
    allowedOrigins: ['https://App.example/', 'https://port.example:443', 'vscode-webview://Panel'],
  });

  test.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    '127.0.0.1:3000',
    '[::1]:3000',
    'docs.example.com',
    'docs.example.com:443',
    'internal.example:9000',
    'other.example:8080',
    '10.0.0.7:3000',
    'plain.example',
    'plain.example:80',
    'tls.example',
    'dotted.example',
    'docs.example.com.',
    'docs.example.com.:443',
    '[fd00::1]:3000',
    '[fd00:0::1]',
    '[fd00::2]:8080',
  ])('a request to %s is answered', (host) => {
    expect(hostAllowed(host, '::ffff:10.0.0.7', allowed)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    'other.example:9000',
    'other.example',
    'plain.example:8080',
    'tls.example:80',
    '[fd00::2]',
    'docs.example.com..',
    '10.0.0.8',
    'localhost@evil.example',
    'evil.example/localhost',
    'docs.example.com, evil.example',
    '127.0.0.1.nip.io',
  ])('a request to %s is refused', (host) => {
    expect(hostAllowed(host, '10.0.0.7', allowed)).toBe(false);
  });

  test.each([
    undefined,
    'http://localhost:6274',
    'https://docs.example.com',
    'https://app.example',
    'https://app.example.',
    'https://port.example',
    'vscode-webview://panel',
    'http://own.example:3000',
  ])('a page at %s may call', (origin) => {
    expect(originAllowed(origin, 'own.example:3000', allowed)).toBe(true);
  });

  test.each([
    'null',
    'https://evil.example',
    'http://docs.example.com',
    'file://',
    'http://own.example:4000',
    'http://localhost.evil.example',
    'vscode-webview://localhost',
    'https://own.example',
  ])('a page at %s may not call', (origin) => {
    expect(originAllowed(origin, 'own.example:3000', allowed)).toBe(false);
  });
});

describe('the bearer token', () => {
  test.each([
    ['Bearer s3cret', true],
    ['bearer  s3cret', true],
    ['Bearer s3cre', false],
    ['Bearer s3cret2', false],
    ['s3cret', false],
    ['Basic s3cret', false],
    ['', false],
    [undefined, false],
  ])('%j carries it: %s', (header, expected) => {
    expect(carriesToken(header, 's3cret')).toBe(expected);
  });
});

describe('the rate limit', () => {
  test('a client may spend its minute at once, then as requests come back', () => {
    let now = 0;
    const limit = new RateLimit(3, () => now);
    expect([1, 2, 3, 4].map(() => limit.take('a'))).toEqual([0, 0, 0, 20]);
    expect(limit.take('b')).toBe(0);
    now += 20_000;
    expect([limit.take('a'), limit.take('a')]).toEqual([0, 20]);
  });

  test('0 is no limit', () => {
    const limit = new RateLimit(0, () => 0);
    expect(Array.from({ length: 1_000 }, () => limit.take('a')).every((wait) => wait === 0)).toBe(true);
  });

  test('a clock that goes back gives nothing away', () => {
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

  test('a header counts for nothing unless a proxy is trusted', () => {
    expect(clientAddress(from('10.0.0.1', { 'x-forwarded-for': '1.2.3.4' }), null)).toBe('10.0.0.1');
  });

  test('of a trusted header only the last entry counts: the others are what the client claims', () => {
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
  ])('a proxy may write %s: its client counts as %s', (entry, expected) => {
    expect(clientAddress(from('10.0.0.1', { 'x-forwarded-for': entry }), 'x-forwarded-for')).toBe(expected);
  });

  test('a trusted header without an address falls back to the connection', () => {
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
  ])('%s counts as its network %s', (address, expected) => {
    expect(clientAddress(from(address), null)).toBe(expected);
  });
});
