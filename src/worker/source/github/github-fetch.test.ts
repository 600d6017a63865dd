import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { bufferedFetch, stallLimitedFetch, WaitBudget } from './github-fetch.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

test('a request without a response is aborted after the stall timeout', async () => {
  const url = await serve(() => {});
  const fetching = stallLimitedFetch(
    () => 50,
    () => {},
  )(url);
  await expect(fetching).rejects.toThrow('no data arrived');
});

test('a response that stalls in the middle is aborted', async () => {
  const url = await serve((_, response) => void response.write('half'));
  const response = await stallLimitedFetch(
    () => 50,
    () => {},
  )(url);
  await expect(response.text()).rejects.toThrow('no data arrived');
});

test('the time the caller takes between chunks does not count as a stall', async () => {
  const url = await serve((_, response) => {
    response.write('one');
    setTimeout(() => response.end('two'), 10);
  });
  const response = await stallLimitedFetch(
    () => 200,
    () => {},
  )(url);
  const chunks: string[] = [];
  for await (const chunk of response.body ?? []) {
    chunks.push(Buffer.from(chunk).toString());
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  expect(chunks.join('')).toBe('onetwo');
});

test('the transfer of a response ends when the caller stops reading it', async () => {
  const closed = Promise.withResolvers<void>();
  const url = await serve((_, response) => {
    response.on('close', () => closed.resolve());
    const fill = () => {
      while (response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', fill);
    fill();
  });
  const response = await stallLimitedFetch(
    () => 10_000,
    () => {},
  )(url);
  for await (const chunk of response.body ?? []) if (chunk.byteLength > 0) break;
  await expect(closed.promise).resolves.toBeUndefined();
});

test('the buffered fetch rejects a truncated response', async () => {
  const url = await serve((_, response) => {
    response.setHeader('content-length', 100);
    response.write('{', () => response.socket?.destroy());
  });
  const fetching = bufferedFetch(
    stallLimitedFetch(
      () => 10_000,
      () => {},
    ),
  )(url);
  await expect(fetching).rejects.toThrow();
});

test('every request is counted, including one that fails', async () => {
  let count = 0;
  const counting = stallLimitedFetch(
    () => 10_000,
    () => void count++,
  );
  const url = await serve((_, response) => void response.end());
  await counting(url);
  await expect(counting('http://127.0.0.1:1')).rejects.toThrow();
  expect(count).toBe(2);
});

test("a request rejects with the reason of the caller's signal", async () => {
  const url = await serve(() => {});
  const reason = new Error('enough');
  const fetching = stallLimitedFetch(
    () => 10_000,
    () => {},
  )(url, { signal: AbortSignal.abort(reason) });
  await expect(fetching).rejects.toBe(reason);
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a wait budget reserves waits until it is spent, and a wait that exceeds it is refused at no cost', () => {
  let now = 1_000_000;
  const budget = new WaitBudget(10_000, () => now);
  expect(budget.reserve(6_000)).toBe(true);
  now += 6_000;
  expect(budget.reserve(5_000)).toBe(false);
  expect(budget.leftMs).toBe(4_000);
  expect(budget.reserve(4_000)).toBe(true);
  expect(budget.leftMs).toBe(0);
});

test('concurrent waits charge the wait budget only once for the time they share', () => {
  const budget = new WaitBudget(10_000, () => 1_000_000);
  expect(budget.reserve(6_000)).toBe(true);
  expect(budget.reserve(4_000)).toBe(true);
  expect(budget.reserve(8_000)).toBe(true);
  expect(budget.leftMs).toBe(2_000);
});

test('concurrent stalled requests charge the wait budget only once for the time they share', () => {
  const budget = new WaitBudget(10_000, () => 1_000_000);
  budget.charge(995_000);
  budget.charge(993_000);
  budget.charge(999_000);
  expect(budget.leftMs).toBe(5_000);
  expect(budget.reserve(5_000)).toBe(true);
});

test('a stall longer than the wait budget leaves a budget of zero, not a negative one', () => {
  const budget = new WaitBudget(1_000, () => 1_000_000);
  budget.charge(900_000);
  expect(budget.leftMs).toBe(0);
  expect(budget.reserve(1)).toBe(false);
  expect(budget.reserve(0)).toBe(true);
});
