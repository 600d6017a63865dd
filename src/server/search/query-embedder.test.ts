import { describe, expect, test } from '@jest/globals';
import type { Fingerprint } from '../../shared/domain/index-status.ts';
import type { Embedder } from '../../shared/embedding/embedder.ts';
import { type Logger, silentLogger } from '../../shared/logger.ts';
import { OperationalError } from '../../shared/operational-error.ts';
import { QueryEmbedder } from './query-embedder.ts';

const FITTING: Fingerprint = { schema: 1, chunker: 1, model: 'model', dimensions: 3 };

/** An embedder that does what it is told, and counts. */
class Scripted implements Embedder {
  readonly model = 'model';
  readonly dimensions = 3;
  readonly requests = 0;
  readonly asked: string[] = [];
  failure: Error | 'hang' | null = null;

  async embed(texts: readonly string[], signal?: AbortSignal) {
    this.asked.push(...texts);
    if (this.failure === 'hang') {
      await new Promise((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
    } else if (this.failure !== null) throw this.failure;
    return { vectors: texts.map((text) => Float32Array.of(text.length, 1, 0)), tokens: 1 };
  }
}

const down = new OperationalError('EMBEDDER_UNREACHABLE', 'down.', 'Wait.');
const unauthorized = new OperationalError('EMBEDDER_UNAUTHORIZED', 'no.', 'Check the key.');

function setUp(prefix?: string, logger: Pick<Logger, 'info' | 'warn'> = silentLogger) {
  const embedder = new Scripted();
  const time = { now: 0 };
  const queries = new QueryEmbedder({
    embedder,
    ...(prefix === undefined ? {} : { prefix }),
    clock: () => time.now,
    logger,
    timeoutMs: 10,
  });
  const ask = (query: string) => queries.vectorFor(query, FITTING);
  return { embedder, time, queries, ask };
}

const FAILING = { reason: 'embedder_failing' };

describe("a query's vector", () => {
  test('the vector of a query comes from the embedder', async () => {
    const { ask, queries } = setUp();
    expect(await ask('graph')).toEqual({ vector: Float32Array.of(5, 1, 0) });
    expect(queries.mode(FITTING)).toEqual({ mode: 'hybrid' });
  });

  test('the vector of a repeated query comes from the cache', async () => {
    const { ask, embedder } = setUp();
    await ask('graph');
    expect(await ask(' graph ')).toEqual({ vector: Float32Array.of(5, 1, 0) });
    expect(embedder.asked).toEqual(['graph']);
  });

  test('a query is embedded after the configured prefix, whose spaces are kept', async () => {
    const { ask, embedder } = setUp('query: ');
    await ask(' graph ');
    expect(embedder.asked).toEqual(['query: graph']);
  });

  test('the cache drops the vector of a query after 500 others, unless the query was repeated in between', async () => {
    const { ask, embedder } = setUp();
    await ask('often');
    await ask('once');
    for (let n = 0; n < 499; n += 1) {
      await ask(`other ${n}`);
      await ask('often');
    }
    await ask('once');
    expect(embedder.asked.filter((text) => text === 'often')).toHaveLength(1);
    expect(embedder.asked.filter((text) => text === 'once')).toHaveLength(2);
  });

  test.each([
    ['another model', { ...FITTING, model: 'other' }, 'fingerprint_mismatch'],
    ['other dimensions', { ...FITTING, dimensions: 4 }, 'fingerprint_mismatch'],
    ['no vectors', { ...FITTING, model: null, dimensions: null }, 'index_without_vectors'],
    ['no fingerprint', null, 'index_without_vectors'],
  ])('the embedder is not called for an index with %s', async (_, fingerprint, reason) => {
    const { queries, embedder } = setUp();
    expect(await queries.vectorFor('graph', fingerprint)).toEqual({ reason });
    expect(queries.mode(fingerprint)).toEqual({ mode: 'lexical', reason });
    expect(embedder.asked).toEqual([]);
  });

  test('a query gets a vector for an index of another chunker version', async () => {
    const { queries } = setUp();
    expect(await queries.vectorFor('graph', { ...FITTING, chunker: 2 })).toHaveProperty('vector');
  });

  test('a query gets the reason embedder_failing instead of a vector that takes too long', async () => {
    const { ask, embedder } = setUp();
    embedder.failure = 'hang';
    expect(await ask('graph')).toEqual(FAILING);
  });

  test('the embedder is not called after three failures in a row until a pause is over', async () => {
    const { ask, embedder, time, queries } = setUp();
    embedder.failure = down;
    for (const query of ['a', 'b', 'c', 'd', 'e']) expect(await ask(query)).toEqual(FAILING);
    expect(embedder.asked).toEqual(['a', 'b', 'c']);
    expect(queries.mode(FITTING)).toEqual({ mode: 'lexical', ...FAILING });

    embedder.failure = null;
    expect(await ask('f')).toEqual(FAILING);
    time.now += 15_000;
    expect(await ask('g')).toHaveProperty('vector');
    expect(queries.mode(FITTING)).toEqual({ mode: 'hybrid' });
    expect(await ask('h')).toHaveProperty('vector');
  });

  test('one query tries the embedder after a pause, which doubles up to five minutes with each failure', async () => {
    const { ask, embedder, time } = setUp();
    embedder.failure = down;
    for (const query of ['a', 'b', 'c']) await ask(query);
    for (const pause of [15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]) {
      const before = embedder.asked.length;
      time.now += pause - 1;
      await ask('too early');
      expect(embedder.asked).toHaveLength(before);
      time.now += 1;
      await Promise.all([ask('one of two'), ask('at once')]);
      expect(embedder.asked).toHaveLength(before + 1);
    }
  });

  test('after a lasting failure the embedder is not called again before a pause', async () => {
    const { ask, embedder } = setUp();
    embedder.failure = unauthorized;
    await ask('a');
    expect(await ask('b')).toEqual(FAILING);
    expect(embedder.asked).toEqual(['a']);
  });

  test('failures of the embedder that are not in a row do not add up', async () => {
    const { ask, embedder } = setUp();
    for (const query of ['a', 'b', 'c', 'd']) {
      embedder.failure = down;
      await ask(`bad ${query}`);
      embedder.failure = null;
      expect(await ask(`good ${query}`)).toHaveProperty('vector');
    }
  });

  test('a cached vector is used while the embedder is down', async () => {
    const { ask, embedder } = setUp();
    await ask('graph');
    embedder.failure = unauthorized;
    await ask('other');
    expect(await ask('graph')).toHaveProperty('vector');
  });

  test('a caller that aborts gets its own reason, which does not count as a failure of the embedder', async () => {
    const { embedder, queries } = setUp();
    embedder.failure = 'hang';
    for (let n = 0; n < 5; n += 1) {
      const caller = new AbortController();
      const asked = queries.vectorFor(`query ${n}`, FITTING, caller.signal);
      caller.abort(new Error('gone'));
      await expect(asked).rejects.toThrow('gone');
    }
    expect(queries.mode(FITTING)).toEqual({ mode: 'hybrid' });
  });

  test('only the first 4,000 characters of a very long query are embedded', async () => {
    const { ask, embedder } = setUp();
    await ask('x'.repeat(100_000));
    expect(embedder.asked[0]).toHaveLength(4_000);
  });
});

test('an endpoint that quotes a query in its error does not bring the query into the log', async () => {
  const logged: unknown[] = [];
  const warn = (line: unknown) => logged.push(line);
  const { embedder, ask } = setUp(undefined, { ...silentLogger, warn } as Logger);
  embedder.failure = new OperationalError(
    'EMBEDDER_REFUSED',
    'bad input "my unspeakable query".',
    'Check it.',
  );
  await ask('my unspeakable query');
  expect(logged).toEqual([
    'a query was searched without its vector: EMBEDDER_REFUSED: bad input "…". Check it.',
  ]);
});
