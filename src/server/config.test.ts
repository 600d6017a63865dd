import { describe, expect, test } from '@jest/globals';
import { readServerConfig } from './config.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

describe("the server's settings", () => {
  test('the maximum age of the data follows the schedule unless FRESHNESS_MAX_AGE is set', () => {
    expect(readServerConfig({}, NOW).freshness.maxAgeSeconds).toBe(2 * 3_600 + 900);
    expect(readServerConfig({ SYNC_SCHEDULE: '0 3 * * *' }, NOW).freshness.maxAgeSeconds).toBe(
      2 * 86_400 + 900,
    );
    expect(readServerConfig({ FRESHNESS_MAX_AGE: '3h' }, NOW).freshness.maxAgeSeconds).toBe(10_800);
  });

  test("the client's address is read from a header only if the proxy in front is trusted", () => {
    expect(readServerConfig({ FLY_APP_NAME: 'app' }, NOW).http.clientAddressHeader).toBeNull();
    expect(readServerConfig({ TRUST_PROXY: 'true' }, NOW).http.clientAddressHeader).toBe('x-forwarded-for');
    expect(readServerConfig({ TRUST_PROXY: 'true', FLY_APP_NAME: 'app' }, NOW).http.clientAddressHeader).toBe(
      'fly-client-ip',
    );
  });

  test("the server's configuration does not contain the worker's secrets", () => {
    expect(JSON.stringify(readServerConfig({ GITHUB_TOKEN: 'secret' }, NOW))).not.toContain('secret');
  });
});
