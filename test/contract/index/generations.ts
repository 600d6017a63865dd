import { expect, test } from '@jest/globals';
import type { Fingerprint } from '../../../src/shared/domain/index-status.ts';
import type { RunRecord } from '../../../src/shared/domain/run.ts';
import { buildDocument, type Draft } from '../../support/document-builder.ts';
import { batchOf, begin, commit, FINGERPRINT, publication, sync } from '../../support/sync-steps.ts';
import type { IndexFixture } from './index-fixture.ts';
import { found, paths, scanned } from './read-everything.ts';

const chunker2: Fingerprint = { ...FINGERPRINT, chunker: 2 };
const model2: Fingerprint = { ...FINGERPRINT, model: 'other-vectors', dimensions: 32 };
const lexical: Fingerprint = { ...FINGERPRINT, model: null, dimensions: null };
const graph: Draft = { path: 'graph.md', passages: ['nodes', 'edges'] };
const chain: Draft = { path: 'chain.md', passages: ['links'] };
const hashes = buildDocument(graph).chunks.map(({ contentHash }) => contentHash);

export function generations(index: () => IndexFixture): void {
  test.each([
    ['a changed chunker', { fingerprint: chunker2 }],
    ['a changed model', { fingerprint: model2 }],
    ['a removed model', { fingerprint: lexical }],
    ['a requested rebuild', { rebuild: true }],
  ])(
    '%s builds a new generation, and readers see the complete old one until the publish',
    async (_, options) => {
      const { reader, writer, openReader } = index();
      await sync(writer, 1, { documents: [graph, chain] });
      const before = await Promise.all([reader.status(), scanned(reader)]);

      const session = await begin(writer, options);
      expect(session.rebuild).toBe(true);
      expect([...(await session.manifest()).keys()].sort()).toEqual(['chain.md', 'graph.md']);
      expect(await session.publishedChunks(['graph.md'])).toEqual(new Map());
      expect((await session.contents(['graph.md'])).get('graph.md')).toBe('nodes\n\nedges');
      const fingerprint = 'fingerprint' in options ? options.fingerprint : FINGERPRINT;
      await session.stage(batchOf([buildDocument({ ...graph, passages: ['vertices'] })], fingerprint));
      for (const each of [reader, openReader()]) {
        expect(await Promise.all([each.status(), scanned(each)])).toEqual(before);
        expect(await found(each, 'vertices')).toEqual([]);
      }
      const status = await session.publish(publication(2));
      await session.abandon();

      expect(status).toMatchObject({
        fingerprint,
        sources: [{ commit: commit(2) }],
        documents: 1,
        chunks: 1,
      });
      expect(status.sequence).toBeGreaterThan(1);
      for (const each of [reader, openReader()]) {
        expect(await each.status()).toEqual(status);
        expect(await paths(each)).toEqual(['graph.md']);
        expect(await found(each, 'vertices')).toEqual(['graph.md']);
        expect(await found(each, 'nodes links')).toEqual([]);
        const [document] = await scanned(each);
        expect(document?.chunks.map(({ hasVector }) => hasVector)).toEqual([fingerprint.model !== null]);
      }
      const view = await writer.inspect({ fingerprint, rebuild: false });
      expect(view.rebuild).toBe(false);
    },
  );

  test('a rebuild finds the vectors of the same model and dimensions only', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [graph] });
    const found = async (fingerprint: Fingerprint) => {
      const view = await writer.inspect({ fingerprint, rebuild: true });
      return [...(await view.vectors(hashes)).keys()].sort();
    };
    expect(await found(chunker2)).toEqual([...hashes].sort());
    expect(await found(model2)).toEqual([]);
    expect(await found({ ...FINGERPRINT, dimensions: 32 })).toEqual([]);
    expect(await found(lexical)).toEqual([]);
  });

  test('vectors that a rebuild does not use are kept as expired vectors', async () => {
    const { writer } = index();
    await sync(writer, 1, { documents: [graph, chain] });
    await sync(writer, 2, { documents: [chain] }, { fingerprint: chunker2 });
    const view = await writer.inspect({ fingerprint: chunker2, rebuild: false });
    expect([...(await view.vectors(hashes)).keys()].sort()).toEqual([...hashes].sort());
  });

  test('an abandoned rebuild leaves the published generation unchanged', async () => {
    const { reader, writer } = index();
    await sync(writer, 1, { documents: [graph] });
    const before = await Promise.all([reader.status(), scanned(reader)]);
    const session = await begin(writer, { fingerprint: model2 });
    await session.stage(batchOf([buildDocument(chain)], model2));
    await session.abandon();
    expect(await Promise.all([reader.status(), scanned(reader)])).toEqual(before);
    await sync(writer, 2, { documents: [{ path: 'agent.md', passages: ['tools'] }] });
    expect(await paths(reader)).toEqual(['agent.md', 'graph.md']);
  });

  test('a rebuild starts from scratch after an earlier rebuild crashed', async () => {
    const fixture = index();
    const { reader, writer, openWriter } = fixture;
    await sync(writer, 1, { documents: [graph] });
    const dead = await begin(openWriter(), { fingerprint: model2, owner: 'dead' });
    await dead.stage(batchOf([buildDocument(chain)], model2));
    fixture.now += 24 * 3_600_000;
    const session = await begin(writer, { fingerprint: model2 });
    expect(session.rebuild).toBe(true);
    await session.stage(batchOf([buildDocument(graph)], model2));
    await session.publish(publication(2));
    await session.abandon();
    expect(await paths(reader)).toEqual(['graph.md']);
  });

  test('redirects, history and the last run are kept across generations', async () => {
    const { reader, writer } = index();
    const run: RunRecord = { outcome: 'failed', startedAt: commit(1).date, finishedAt: commit(1).date };
    await sync(writer, 1, { documents: [{ ...graph, path: 'old.md' }] });
    await sync(writer, 2, {
      documents: [graph],
      removed: ['old.md'],
      renamed: new Map([['old.md', 'graph.md']]),
    });
    await writer.recordRun(run);
    await sync(writer, 3, { documents: [graph] }, { fingerprint: model2 });
    expect((await reader.document('old.md')).redirectedFrom).toBe('old.md');
    const { changes, status } = await reader.changesSince();
    expect(changes.flatMap(({ sources }) => sources.map((source) => source.commit))).toEqual([
      commit(3),
      commit(2),
      commit(1),
    ]);
    expect(new Set(changes.map(({ sequence }) => sequence)).size).toBe(3);
    expect(status).toMatchObject({ lastRun: run, consecutiveFailures: 1 });
  });
}
