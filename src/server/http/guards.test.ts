import { describe, expect, test } from '@jest/globals';
import { allowedHosts, hasBearerToken, hostAllowed, originAllowed } from './guards.ts';

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
  ])('a request to the Host %s is allowed', (host) => {
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
  ])('a request to the Host %s is refused', (host) => {
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
  ])('a request from the Origin %s is allowed', (origin) => {
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
  ])('a request from the Origin %s is refused', (origin) => {
    expect(originAllowed(origin, 'own.example:3000', allowed)).toBe(false);
  });
});
