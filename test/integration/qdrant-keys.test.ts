import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { IndexConfig } from '../../src/shared/config/settings.ts';
import { hasWriteAccess, openReader } from '../../src/shared/index/open-reader.ts';
import { startServer } from '../support/programs.ts';
import { publishDocuments } from '../support/publish-documents.ts';
import { openQdrantWriter } from '../support/qdrant-index.ts';
import { describeWithOwnQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';

const deps = { clock: Date.now, delay: async () => {} };

describeWithOwnQdrant('access to Qdrant by key', (server) => {
  let alias: string;
  const config = (key: string): IndexConfig => ({ kind: 'qdrant', url: server().url, alias, apiKey: key });

  beforeEach(async () => {
    alias = newAlias();
    const writer = openQdrantWriter({ ...server(), alias });
    await publishDocuments(writer, {
      documents: { 'a.md': '# Graph\n\nNodes and edges.\n', 'b.md': '# Chain\n\nOne by one.\n' },
    });
    await writer.close();
  });
  afterEach(() => removeAlias(server(), alias));

  /** What is in Qdrant altogether, as far as anything could have been written. */
  async function everything(): Promise<unknown> {
    const headers = { 'api-key': server().key };
    const ask = async (path: string) => {
      const answer = await fetch(`${server().url}${path}`, { headers });
      return ((await answer.json()) as { result: unknown }).result;
    };
    return [await ask('/collections'), await ask('/aliases'), await ask(`/collections/${alias}`)];
  }

  /** A key signed by Qdrant's own that allows what it says, as Qdrant's access control takes it. */
  function signedKey(access: unknown): string {
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ access })}`;
    return `${content}.${createHmac('sha256', server().key).update(content).digest('base64url')}`;
  }

  test('a read-only key is enough for every read', async () => {
    const reader = await openReader(config(server().readOnlyKey), deps);
    expect(await reader.status()).toMatchObject({ sequence: 1, documents: 2 });
    expect((await reader.list()).documents).toHaveLength(2);
    expect((await reader.document('a.md')).document?.content).toContain('Nodes');
    expect((await reader.changesSince()).changes).toHaveLength(1);
    const { matches } = await reader.search({ text: 'edges', limit: 3, chunksPerDocument: 1 });
    expect(matches.map(({ document }) => document.path)).toEqual(['a.md']);
    const scanned: string[] = [];
    for await (const { document } of reader.scan()) scanned.push(document.path);
    expect(scanned).toEqual(['a.md', 'b.md']);
    await reader.close();
  });

  test.each([
    ['the read-only key', false, () => server().readOnlyKey],
    ['the read-write key', true, () => server().key],
    ['a key that may read this collection', false, () => signedKey([{ collection: alias, access: 'r' }])],
    ['a key that may write this collection', true, () => signedKey([{ collection: alias, access: 'rw' }])],
  ])('hasWriteAccess with %s is %s, and changes nothing', async (_, expected, key) => {
    const before = await everything();
    expect(await hasWriteAccess(config(key()), deps)).toBe(expected);
    expect(await everything()).toEqual(before);
  });

  test('hasWriteAccess also works before there is an index', async () => {
    await removeAlias(server(), alias);
    expect(await hasWriteAccess(config(server().readOnlyKey), deps)).toBe(false);
    expect(await hasWriteAccess(config(server().key), deps)).toBe(true);
  });

  test('a key that can write is reported on /health and in the log', async () => {
    const { url, key } = server();
    const settings = { QDRANT_URL: url, QDRANT_COLLECTION: alias, QDRANT_API_KEY: key };
    await using running = await startServer(settings);
    let warnings: string[] | undefined;
    while (warnings === undefined) {
      const health = await fetch(`${running.url}/health`);
      warnings = ((await health.json()) as { warnings?: string[] }).warnings;
    }
    expect(warnings).toEqual([expect.stringContaining('QDRANT_API_KEY can write')]);
    expect(running.log()).toContain(warnings[0]);
  });

  test('hasWriteAccess rejects when Qdrant refuses the key', async () => {
    await expect(hasWriteAccess(config('wrong'), deps)).rejects.toMatchObject({
      code: 'QDRANT_UNAUTHORIZED',
    });
  });
});

test('hasWriteAccess is false for an index in a SQLite file', async () => {
  expect(await hasWriteAccess({ kind: 'sqlite', path: 'index.db' }, deps)).toBe(false);
});
