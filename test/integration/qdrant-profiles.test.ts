import { expect, test } from '@jest/globals';
import { buildDocument } from '../support/document-builder.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { batchOf, begin, publication } from '../support/sync-steps.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { wordVector } from '../support/word-embedder.ts';

describeWithQdrant('Qdrant storage profiles', (server) => {
  test.each([
    [
      { profile: 'small', shards: 1, replicas: 1 } as const,
      { params: { shard_number: 1, write_consistency_factor: 1 }, quantization_config: null },
    ],
    [
      { profile: 'large', shards: 3, replicas: 3 } as const,
      {
        params: {
          shard_number: 3,
          replication_factor: 3,
          write_consistency_factor: 2,
          vectors: { dense: { on_disk: true } },
        },
        quantization_config: { scalar: { type: 'int8', always_ram: true } },
      },
    ],
  ])('the storage profile %j changes how an index is stored, not what it finds', async (storage, config) => {
    const location = { ...server(), alias: newAlias() };
    const writer = openQdrantWriter(location, Date.now, storage);
    const reader = openQdrantReader(location);
    try {
      const session = await begin(writer);
      const pages = Array.from({ length: 60 }, (_, n) => ({
        path: `${n}.md`,
        passages: [`graph ${n}`, `chain ${n}`],
      }));
      await session.stage(batchOf(pages.map(buildDocument)));
      expect(await session.publish(publication(1))).toMatchObject({ documents: 60, chunks: 120 });
      await session.abandon();

      const headers = location.key === undefined ? {} : { 'api-key': location.key };
      const answer = await fetch(`${location.url}/collections/${location.alias}`, { headers });
      expect(await answer.json()).toMatchObject({ result: { config } });
      const query = { text: 'chain 41', limit: 3, chunksPerDocument: 1 };
      const vector = wordVector('Page\n\nchain 41', 64);
      for (const search of [query, { ...query, vector }]) {
        expect((await reader.search(search)).matches[0]?.document.path).toBe('41.md');
      }
    } finally {
      await reader.close();
      await writer.close();
      await removeAlias(server(), location.alias);
    }
  });
});
