import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fingerprint } from '../../src/shared/domain/index-status.ts';
import { SourceSet } from '../../src/worker/source/source-set.ts';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { isIntact, verifyIndex } from '../../src/worker/verify/verify-index.ts';
import { damageIndex } from '../support/damage-index.ts';
import { inProcessPreparer } from '../support/in-process-preparer.ts';
import { MemorySource } from '../support/memory-source.ts';
import { SqliteSyncFixture } from '../support/sync-fixture.ts';
import { WordEmbedder } from '../support/word-embedder.ts';

const START = { 'a.md': '# Alpha\n\nOne.', 'b.md': '# Beta\n\nTwo.', 'c.md': '# Gamma\n\nThree `NewGraph`.' };

let fixture: SqliteSyncFixture;
let source: MemorySource;
const embedder = new WordEmbedder();
beforeEach(async () => {
  fixture = await SqliteSyncFixture.create();
  source = new MemorySource();
  source.commit(START);
});
afterEach(() => fixture.dispose());

function verify(fingerprint: Fingerprint = wantedFingerprint(embedder)) {
  return verifyIndex(
    { sources: new SourceSet([source]), reader: fixture.reader, preparer: inProcessPreparer, fingerprint },
    new AbortController().signal,
  );
}

describe('verify', () => {
  test('verify finds no difference in an index that equals its source', async () => {
    await fixture.sync(source, { embedder });
    const findings = await verify();
    expect(findings).toMatchObject({
      checked: 3,
      missing: [],
      unexpected: [],
      different: [],
      withoutVectors: [],
      words: [],
    });
    expect(isIntact(findings)).toBe(true);
  });

  test('verify compares with the indexed commit, not with the head', async () => {
    await fixture.sync(source, { embedder });
    source.commit({ ...START, 'd.md': '# Delta\n\nFour.' });
    expect(isIntact(await verify())).toBe(true);
  });

  test.each([
    ['a document that is gone', "DELETE FROM documents WHERE path = 'a.md'", { missing: ['a.md'] }],
    [
      'a document too many',
      "UPDATE documents SET path = 'x.md', entry = replace(entry, 'a.md', 'x.md') WHERE path = 'a.md'",
      { missing: ['a.md'], unexpected: ['x.md'] },
    ],
    [
      'other content',
      `UPDATE documents SET content = X'${deflateRawSync('Nonsense.').toString('hex')}' WHERE path = 'b.md'`,
      { different: ['b.md'] },
    ],
    ['a chunk that is gone', "DELETE FROM chunks WHERE path = 'b.md'", { different: ['b.md'] }],
    [
      'a document that the list has otherwise',
      "UPDATE list_pages SET documents = replace(documents, 'Beta', 'Gamma')",
      { different: ['b.md'] },
    ],
    ['a list that is gone', 'UPDATE list_pages SET page = 7', { different: ['a.md', 'b.md', 'c.md'] }],
    [
      'a term that is counted otherwise',
      "UPDATE terms SET chunks = 7 WHERE term = 'two'",
      { words: ['two'] },
    ],
    ['a name that is filed nowhere', 'DELETE FROM name_keys', { words: ['NewGraph', 'graph'] }],
    ['vectors that are gone', 'DELETE FROM vectors', { withoutVectors: ['a.md', 'b.md', 'c.md'] }],
  ])('verify finds %s, and a rebuild repairs it', async (_, statement, expected) => {
    await fixture.sync(source, { embedder });
    damageIndex(fixture.indexPath, statement);
    const findings = await verify();
    expect(findings).toMatchObject(expected);
    expect(isIntact(findings)).toBe(false);
    await fixture.sync(source, { embedder, rebuild: true });
    expect(isIntact(await verify())).toBe(true);
  });

  test('verify names files that cannot be indexed, and compares the others', async () => {
    await fixture.sync(source, { embedder });
    source.commit({ ...START, 'a.md': '---\ntitle: [\n---\n', 'new.md': Uint8Array.of(0) });
    await fixture.sync(source, { embedder });
    const findings = await verify();
    expect(isIntact(findings)).toBe(true);
    expect(findings).toMatchObject({ checked: 2, skipped: ['a.md', 'new.md'] });
  });

  test('verify expects no vectors in a lexical index', async () => {
    await fixture.sync(source);
    expect(isIntact(await verify(wantedFingerprint(null)))).toBe(true);
  });

  test('verify refuses an index built with other settings', async () => {
    await fixture.sync(source, { embedder });
    await expect(verify(wantedFingerprint(null))).rejects.toMatchObject({
      code: 'INDEX_OTHER_SETTINGS',
    });
    source = new MemorySource('memory:other');
    await expect(verify()).rejects.toMatchObject({ code: 'INDEX_OTHER_SETTINGS' });
  });

  test('verify fails before the first publish', async () => {
    await expect(verify()).rejects.toMatchObject({ code: 'INDEX_EMPTY' });
  });
});
