import { afterEach, beforeEach, describe } from '@jest/globals';
import { openQdrantReader, openQdrantWriter } from './qdrant-index.ts';
import type { QdrantServer } from './qdrant-server.ts';
import { SqliteSyncFixture, SyncFixture } from './sync-fixture.ts';
import { describeWithQdrant, newAlias, removeAlias } from './with-qdrant.ts';

/** Describes tests that run on an empty index in SQLite, and again on one in Qdrant if there is a Qdrant. */
export function describeOnEachIndex(name: string, tests: (index: () => SyncFixture) => void): void {
  describe(`${name} (index in SQLite)`, () => tests(useFixture(() => SqliteSyncFixture.create())));
  describeWithQdrant(`${name} (index in Qdrant)`, (server) =>
    tests(useFixture(async () => createQdrantFixture(server()))),
  );
}

/** A fixture whose index is a new one in Qdrant. */
export function createQdrantFixture(server: QdrantServer): SyncFixture {
  const location = { ...server, alias: newAlias() };
  return new SyncFixture({
    openReader: () => openQdrantReader(location),
    openWriter: (clock) => openQdrantWriter(location, clock),
    remove: () => removeAlias(location, location.alias),
  });
}

function useFixture(create: () => Promise<SyncFixture>): () => SyncFixture {
  let fixture: SyncFixture | undefined;
  beforeEach(async () => {
    fixture = await create();
  });
  afterEach(() => fixture?.dispose());
  return () => {
    if (fixture === undefined) throw new Error('an index is available only within a test');
    return fixture;
  };
}
