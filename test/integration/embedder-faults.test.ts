import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OpenAIEmbedder } from '../../src/shared/embedding/openai-embedder.ts';
import {
  type EmbeddingFault,
  type LoopbackEmbeddings,
  startLoopbackEmbeddings,
} from '../support/loopback-embeddings.ts';
import { MemorySource } from '../support/memory-source.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';

const BEFORE = { 'a.md': '# Alpha\n\nGraphs are compiled.\n', 'b.md': '# Beta\n\nTools are called.\n' };
const AFTER = { ...BEFORE, 'a.md': '# Alpha\n\nGraphs are compiled and run.\n' };

let endpoint: LoopbackEmbeddings;
let fixture: SqliteSyncFixture;
let source: MemorySource;
beforeEach(async () => {
  endpoint = await startLoopbackEmbeddings({ dimensions: 8 });
  fixture = await SqliteSyncFixture.create();
  source = new MemorySource();
  source.commit(BEFORE);
  expect(await fixture.sync(source, { embedder: embedder() })).toMatchObject({ outcome: 'published' });
  source.commit(AFTER);
});
afterEach(async () => {
  await Promise.all([fixture.dispose(), endpoint.close()]);
});

function embedder(): OpenAIEmbedder {
  return new OpenAIEmbedder({
    apiKey: undefined,
    baseUrl: endpoint.url,
    model: 'word-vectors',
    dimensions: 8,
    clock: Date.now,
    delay: async (_ms, signal) => signal?.throwIfAborted(),
  });
}

describe('sync with a failing embedder', () => {
  const faults: [string, EmbeddingFault, string][] = [
    ['is down', { kind: 'cut' }, 'EMBEDDER_UNREACHABLE'],
    ['is overloaded', { kind: 'status', status: 503 }, 'EMBEDDER_UNREACHABLE'],
    ['limits the rate', { kind: 'status', status: 429 }, 'EMBEDDER_RATE_LIMITED'],
    ['has no quota left', { kind: 'status', status: 429, code: 'insufficient_quota' }, 'EMBEDDER_QUOTA'],
    ['refuses the key', { kind: 'status', status: 401 }, 'EMBEDDER_UNAUTHORIZED'],
    ['returns too few vectors', { kind: 'wrong-count' }, 'EMBEDDER_BAD_RESPONSE'],
    ['returns vectors of the wrong length', { kind: 'wrong-dimensions' }, 'EMBEDDER_BAD_RESPONSE'],
    ['returns null in a vector', { kind: 'nan' }, 'EMBEDDER_BAD_RESPONSE'],
    ['returns base64 instead of numbers', { kind: 'base64' }, 'EMBEDDER_BAD_RESPONSE'],
  ];
  test.each(faults)(
    'a sync whose embedder %s fails with a specific code and keeps the published index; the next run succeeds',
    async (_, fault, code) => {
      const before = await fixture.export();
      endpoint.fail(fault);
      expect(await fixture.sync(source, { embedder: embedder() })).toMatchObject({
        outcome: 'failed',
        error: { code, advice: expect.stringMatching(/\w/) },
      });
      expect(await fixture.export()).toBe(before);
      expect(await fixture.reader.status()).toMatchObject({ sequence: 1, lastRun: { error: { code } } });

      endpoint.fail(null);
      expect(await fixture.sync(source, { embedder: embedder() })).toMatchObject({
        outcome: 'published',
        sequence: 2,
        embeddings: { requested: 1 },
      });
    },
  );

  test('a sync waits for a slow embedder and stops when its signal aborts', async () => {
    endpoint.fail({ kind: 'hang' });
    const before = await fixture.export();
    const stop = new AbortController();
    const received = endpoint.requests;
    const running = fixture.sync(source, { embedder: embedder(), signal: stop.signal });
    await endpoint.arrived(received + 1);
    stop.abort(new Error('stopped'));
    expect(await running).toMatchObject({ outcome: 'failed' });
    expect(await fixture.export()).toBe(before);
  });
});
