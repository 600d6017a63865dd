import { describe, expect, test } from '@jest/globals';
import { parseArguments } from './arguments.ts';
import { readServerConfig } from './config.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe("the server's settings", () => {
  test('the allowed age follows the schedule unless it is given', () => {
    expect(readServerConfig({}, NOW).freshness.maxAgeSeconds).toBe(2 * 3_600 + 900);
    expect(readServerConfig({ SYNC_SCHEDULE: '0 3 * * *' }, NOW).freshness.maxAgeSeconds).toBe(
      2 * 86_400 + 900,
    );
    expect(readServerConfig({ FRESHNESS_MAX_AGE: '3h' }, NOW).freshness.maxAgeSeconds).toBe(10_800);
  });

  test("the client's address comes from the proxy in front only when it is trusted", () => {
    expect(readServerConfig({ FLY_APP_NAME: 'app' }, NOW).http.clientAddressHeader).toBeNull();
    expect(readServerConfig({ TRUST_PROXY: 'true' }, NOW).http.clientAddressHeader).toBe('x-forwarded-for');
    expect(readServerConfig({ TRUST_PROXY: 'true', FLY_APP_NAME: 'app' }, NOW).http.clientAddressHeader).toBe(
      'fly-client-ip',
    );
  });

  test("the worker's secrets are not read", () => {
    expect(JSON.stringify(readServerConfig({ GITHUB_TOKEN: 'secret' }, NOW))).not.toContain('secret');
  });
});

describe('the command line', () => {
  test.each([
    [[], { kind: 'serve', transport: null }],
    [['--http'], { kind: 'serve', transport: 'http' }],
    [['--stdio'], { kind: 'serve', transport: 'stdio' }],
    [['--http', '--help'], { kind: 'help' }],
    [['--version'], { kind: 'version' }],
    [['--htpt'], { kind: 'wrong', problem: 'there is no argument "--htpt"; did you mean --http?' }],
    [
      ['serve'],
      {
        kind: 'wrong',
        problem: 'there is no argument "serve"; there are --http, --stdio, --help, --version.',
      },
    ],
    [['--http', '--stdio'], { kind: 'wrong', problem: 'choose one of --http and --stdio.' }],
  ])('%j', (args, expected) => {
    expect(parseArguments(args)).toEqual(expected);
  });
});
