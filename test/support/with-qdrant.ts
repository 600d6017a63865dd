import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type OwnQdrant, type QdrantServer, startQdrant, versionOf } from './qdrant-server.ts';

const { QDRANT_BIN, QDRANT_URL, QDRANT_API_KEY } = process.env;

/**
 * Describes tests against a real Qdrant: the program `QDRANT_BIN`, which is started for them, or the server at
 * `QDRANT_URL`. If neither is set, the tests are skipped with a notice, because there is no fake of Qdrant's search.
 */
export function describeWithQdrant(name: string, tests: (server: () => QdrantServer) => void): void {
  if (QDRANT_BIN === undefined && QDRANT_URL === undefined) {
    skipWithNotice(name, 'set QDRANT_URL to a Qdrant server or QDRANT_BIN to a Qdrant program', tests);
    return;
  }
  describe(name, () => {
    let server: QdrantServer | undefined;
    let stop = async (): Promise<void> => {};
    beforeAll(async () => {
      if (QDRANT_BIN !== undefined) {
        const own = await startQdrant(QDRANT_BIN);
        server = own;
        stop = own.stop;
      } else if (QDRANT_URL !== undefined) {
        server = { url: QDRANT_URL, key: QDRANT_API_KEY, version: await versionOf(QDRANT_URL) };
      }
      process.stderr.write(`${name}: Qdrant ${server?.version}\n`);
    });
    tests(() => {
      if (server === undefined) throw new Error('Qdrant is available only within a test');
      return server;
    });
    // Runs after the hooks of the tests, which still need the server.
    afterAll(() => stop());
  });
}

/** Describes tests that stop and start Qdrant, or need its read-only key. They require the program `QDRANT_BIN`. */
export function describeWithOwnQdrant(name: string, tests: (server: () => OwnQdrant) => void): void {
  if (QDRANT_BIN === undefined) {
    skipWithNotice(name, 'set QDRANT_BIN to a Qdrant program', tests);
    return;
  }
  describe(name, () => {
    let server: OwnQdrant | undefined;
    beforeAll(async () => {
      server = await startQdrant(QDRANT_BIN);
    });
    tests(() => {
      if (server === undefined) throw new Error('Qdrant is available only within a test');
      return server;
    });
    afterAll(() => server?.stop());
  });
}

/** Defines the tests as skipped, so that the summary counts them. */
function skipWithNotice(name: string, requirement: string, tests: (server: () => never) => void): void {
  process.stderr.write(`\nSKIPPED: ${name}. To run the tests, ${requirement}.\n`);
  describe.skip(`${name} (${requirement})`, () =>
    tests(() => {
      throw new Error('skipped');
    }));
}

/** Returns an alias that is not in use. */
export function newAlias(): string {
  return `test-${randomUUID().slice(0, 8)}`;
}

/** Deletes all collections of an alias. */
export async function removeAlias({ url, key }: QdrantServer, alias: string): Promise<void> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'api-key': key }) };
  const answer = await fetch(`${url}/collections`, { headers });
  const { result } = (await answer.json()) as { result: { collections: { name: string }[] } };
  for (const { name } of result.collections) {
    if (name === alias || name.startsWith(`${alias}-g`)) {
      await fetch(`${url}/collections/${name}`, { method: 'DELETE', headers });
    }
  }
}
