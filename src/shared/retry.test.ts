import { describe, expect, test } from '@jest/globals';
import { type FailedTry, type RetryOptions, retry, retryAfterMs } from './retry.ts';

const policy = { attempts: 4, firstWaitMs: 100, longestWaitMs: 250 };

function setUp(
  failures: number,
  advice: { retryAfterMs?: number } | null = {},
  options: Partial<RetryOptions> = {},
) {
  const waits: number[] = [];
  let tries = 0;
  const run = (signal?: AbortSignal) =>
    retry(
      async () => {
        tries += 1;
        if (tries <= failures) throw new Error(`failure ${tries}`);
        return 'done';
      },
      {
        ...policy,
        judge: () => advice,
        delay: async (ms) => {
          waits.push(ms);
        },
        signal,
        ...options,
      },
    );
  return { run, waits, tries: () => tries };
}

describe('retry', () => {
  test('a failed attempt is retried until it succeeds, with waits that double up to a limit', async () => {
    const { run, waits } = setUp(3);
    expect(await run()).toBe('done');
    expect(waits).toEqual([100, 200, 250]);
  });

  test('retry rejects with the last error when no try is left', async () => {
    const { run, tries } = setUp(9);
    await expect(run()).rejects.toThrow('failure 4');
    expect(tries()).toBe(4);
  });

  test('an error that another try cannot help is not retried', async () => {
    const { run, tries } = setUp(9, null);
    await expect(run()).rejects.toThrow('failure 1');
    expect(tries()).toBe(1);
  });

  test('retry waits as long as the server asks, and never less than its own backoff', async () => {
    const { run, waits } = setUp(2, { retryAfterMs: 150 });
    await run();
    expect(waits).toEqual([150, 200]);
  });

  test('a server that asks for a wait beyond the limit is not asked again', async () => {
    const { run, waits } = setUp(2, { retryAfterMs: 251 });
    await expect(run()).rejects.toThrow('failure 1');
    expect(waits).toEqual([]);
  });

  test('onRetry is called with every failed try before the wait', async () => {
    const told: FailedTry[] = [];
    const { run, waits } = setUp(2, {}, { onRetry: (failure) => told.push(failure) });
    await run();
    expect(told).toEqual([
      { error: new Error('failure 1'), waitMs: 100, tried: 1 },
      { error: new Error('failure 2'), waitMs: 200, tried: 2 },
    ]);
    expect(waits).toEqual([100, 200]);
  });

  test('an error thrown by onRetry ends the retries', async () => {
    const onRetry = () => {
      throw new Error('no time left');
    };
    const { run, waits, tries } = setUp(2, {}, { onRetry });
    await expect(run()).rejects.toThrow('no time left');
    expect([waits, tries()]).toEqual([[], 1]);
  });

  test("retry rejects with the signal's reason and does not try", async () => {
    const { run, tries } = setUp(0);
    await expect(run(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    expect(tries()).toBe(0);
  });
});

describe('retryAfterMs', () => {
  const now = Date.UTC(2025, 0, 1);
  test.each([
    [{ 'retry-after': '12' }, 12_000],
    [{ 'retry-after': ' 0.5 ' }, 500],
    [{ 'retry-after': 'Wed, 01 Jan 2025 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Tue, 31 Dec 2024 23:59:30 GMT' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, 1_500],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-3' }, undefined],
    [{}, undefined],
  ])('the headers %j ask for a wait of %s ms', (headers, ms) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(ms);
  });
});
