import { expect, jest, test } from '@jest/globals';
import { buildDocument } from '../support/document-builder.ts';
import { openQdrantReader, openQdrantWriter } from '../support/qdrant-index.ts';
import { batchOf, begin, publication } from '../support/sync-steps.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { wordVector } from '../support/word-vector.ts';

jest.setTimeout(60_000);

describeWithQdrant('storage profiles of Qdrant', (server) => {
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
  ])('storage options %j change how an index is stored, not what a search finds', async (storage, config) => {
    const place = { ...server(), alias: newAlias() };
    const writer = openQdrantWriter(place, Date.now, storage);
    const reader = openQdrantReader(place);
    try {
      const session = await begin(writer);
      const pages = Array.from({ length: 60 }, (_, n) => ({
        path: `${n}.md`,
        passages: [`graph ${n}`, `chain ${n}`],
      }));
      await session.stage(batchOf(pages.map(buildDocument)));
      expect(await session.publish(publication(1))).toMatchObject({ documents: 60, chunks: 120 });
      await session.abandon();

      const headers = place.key === undefined ? {} : { 'api-key': place.key };
      const answer = await fetch(`${place.url}/collections/${place.alias}`, { headers });
      expect(await answer.json()).toMatchObject({ result: { config } });
      const query = { text: 'chain 41', limit: 3, chunksPerDocument: 1 };
      const vector = wordVector('Page\n\nchain 41', 64);
      for (const search of [query, { ...query, vector }]) {
        expect((await reader.search(search)).matches[0]?.document.path).toBe('41.md');
      }
    } finally {
      await reader.close();
      await writer.close();
      await removeAlias(server(), place.alias);
    }
  });
});
