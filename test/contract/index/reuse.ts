import { expect, test } from '@jest/globals';
import type { IndexView } from '../../../src/worker/index/index-writer.ts';
import { EXPIRED_VECTORS_KEPT } from '../../../src/worker/index/index-writer.ts';
import { buildDocument, type Draft } from '../../support/document-builder.ts';
import { batchOf, FINGERPRINT, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';
import { scanned } from './read-everything.ts';

const options = { fingerprint: FINGERPRINT, rebuild: false };
const graph: Draft = { path: 'graph.md', title: 'Graph', passages: ['nodes and edges', 'compile it'] };
const chain: Draft = { path: 'chain.md', title: 'Chain', passages: ['one after the other'] };

function hashes(...drafts: Draft[]): string[] {
  return drafts.flatMap((draft) => buildDocument(draft).chunks.map((chunk) => chunk.contentHash));
}

/** Compares the directions of the stored vectors, because an index may normalise them. */
async function expectVectors(view: IndexView, ...drafts: Draft[]): Promise<void> {
  const vectors = await view.vectors(hashes(...drafts));
  const expected = batchOf(drafts.map(buildDocument)).vectors;
  expect([...vectors.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [hash, vector] of vectors) {
    const other = expected.get(hash) ?? new Float32Array();
    expect(vector).toHaveLength(other.length);
    vector.forEach((value, at) => {
      expect(value).toBeCloseTo(other[at] ?? Number.NaN, 5);
    });
  }
}

export function reuse(index: () => IndexFixture): void {
  test('manifest() returns the blob of every published document', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [graph, chain] });
    const edited = { ...chain, passages: ['edited'] };
    await sync(writer, 2, { documents: [edited], removed: [graph.path] });
    const view = await writer.inspect(options);
    expect(await view.manifest()).toEqual(new Map([[chain.path, buildDocument(edited).document.blob]]));
  });

  test('publishedChunks(), contents() and summaries() return the requested documents that exist', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [graph, chain] });
    const view = await writer.inspect(options);
    expect(view.rebuild).toBe(false);
    const live = buildDocument(graph).chunks.map(({ id, contentHash }) => ({ id, contentHash }));
    expect(await view.publishedChunks([graph.path, 'none.md'])).toEqual(new Map([[graph.path, live]]));
    const { content, summary } = buildDocument(chain).document;
    expect(await view.contents([chain.path, 'none.md'])).toEqual(new Map([[chain.path, content]]));
    expect(await view.summaries([chain.path, 'none.md'])).toEqual(new Map([[chain.path, summary]]));
  });

  test('vectors() finds a vector by its content hash after the document was renamed', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [graph, chain] });
    await expectVectors(await writer.inspect(options), graph, chain);
    const moved = { ...graph, path: 'moved.md' };
    await sync(writer, 2, {
      documents: [moved],
      removed: [graph.path],
      renamed: new Map([[graph.path, moved.path]]),
    });
    await expectVectors(await writer.inspect(options), moved);
    const all = await scanned(reader);
    expect(all.flatMap(({ chunks }) => chunks.map(({ hasVector }) => hasVector))).toEqual([true, true, true]);
  });

  test('vectors() omits content hashes without a vector', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [graph] });
    const view = await writer.inspect(options);
    expect([...(await view.vectors([...hashes(graph), 'f'.repeat(64)])).keys()].sort()).toEqual(
      hashes(graph).sort(),
    );
  });

  test('a document that is removed and added again reuses its vectors', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [graph, chain] });
    await sync(writer, 2, { removed: [graph.path] });
    await expectVectors(await writer.inspect(options), graph);
    await sync(writer, 3, { documents: [graph] });
    await sync(writer, 4, { documents: [{ path: 'other.md', passages: ['else'] }] });
    await expectVectors(await writer.inspect(options), graph, chain);
    expect((await scanned(reader)).every(({ chunks }) => chunks.every(({ hasVector }) => hasVector))).toBe(
      true,
    );
  });

  test(`vectors of removed chunks are deleted after ${EXPIRED_VECTORS_KEPT} publishes, vectors in use never`, async () => {
    const { reader, writer } = index();
    const twin = { ...chain, path: 'twin.md' };
    await sync(writer, 1, { documents: [graph, chain, twin] });
    await sync(writer, 2, { removed: [graph.path, twin.path] });
    for (let n = 3; n <= EXPIRED_VECTORS_KEPT + 1; n += 1) await sync(writer, n);
    await expectVectors(await writer.inspect(options), graph, chain);
    await sync(writer, EXPIRED_VECTORS_KEPT + 2);
    const view = await writer.inspect(options);
    expect([...(await view.vectors(hashes(graph, chain))).keys()]).toEqual(hashes(chain));
    expect((await scanned(reader))[0]?.chunks.map(({ hasVector }) => hasVector)).toEqual([true]);
  });
}
