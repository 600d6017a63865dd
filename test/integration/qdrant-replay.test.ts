import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { questionsOf } from '../../eval/questions/questions.ts';
import type { Manifest } from '../../src/shared/domain/change.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { checkOut, type DocsHistory, docsHistory } from '../support/docs-history.ts';
import { openQdrantReader, openQdrantWriter, type QdrantLocation } from '../support/qdrant-index.ts';
import { gitSource } from '../support/source-builder.ts';
import { exportOf, SqliteSyncFixture } from '../support/sync-fixture.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder, wordVector } from '../support/word-embedder.ts';

/** The share of questions for which both indexes must rank the same document first. */
const AGREEMENT = 0.8;

describeWithQdrant('replay of the docs history into Qdrant', (server) => {
  let folder: string;
  let history: DocsHistory;
  let location: QdrantLocation;
  let sqlite: SqliteSyncFixture;
  const seen = { answers: 0, commits: new Set<string>(), wrong: [] as string[] };

  beforeAll(async () => {
    folder = await createTemporaryFolder('replay');
    history = docsHistory(folder);
    location = { ...server(), alias: newAlias() };
    const source = gitSource(history.folder, history.docsPath);
    const embedder = new WordEmbedder();
    sqlite = await SqliteSyncFixture.create();
    const writer = openQdrantWriter(location);
    const manifests = new Map<string, Manifest>();
    const replay = { running: true };
    const reading = readWithoutPause(replay, manifests);
    try {
      for (const [number, commit] of history.commits.entries()) {
        checkOut(history, commit);
        const { revision } = await source.head(null);
        manifests.set(revision.sha, await source.manifest(revision));
        const rebuild = number === 20;
        const report = await sqlite.sync(source, { embedder, writer, allowMassDelete: true, rebuild });
        expect(report.error).toBeUndefined();
      }
    } finally {
      replay.running = false;
      await reading;
      await writer.close();
    }
    await sqlite.sync(source, { embedder: new WordEmbedder() });
  });
  afterAll(async () => {
    try {
      await sqlite?.dispose();
      await removeAlias(server(), location.alias);
    } finally {
      await removeFolder(folder);
    }
  });

  /** Lists and searches until the replay ends, and compares every answer with the manifest of its revision. */
  async function readWithoutPause(
    replay: { running: boolean },
    manifests: Map<string, Manifest>,
  ): Promise<void> {
    const reader = openQdrantReader(location);
    const vector = wordVector('graph', 8);
    while (replay.running) {
      const listed = await reader.list();
      const found = await reader.search({ text: 'graph agent', vector, limit: 30, chunksPerDocument: 3 });
      for (const { status, documents, whole } of [
        { ...listed, whole: true },
        { status: found.status, documents: found.matches.map(({ document }) => document), whole: false },
      ]) {
        seen.answers += 1;
        const sha = status.sources[0]?.commit?.sha ?? '';
        const manifest = manifests.get(sha) ?? new Map<string, string>();
        seen.commits.add(sha);
        const skipped = status.skipped.length;
        if (whole && documents.length !== Math.max(0, manifest.size - skipped)) {
          seen.wrong.push(`${documents.length} of ${manifest.size} documents at ${sha}`);
        }
        for (const { path, blob } of documents) {
          if (manifest.get(path) !== blob) seen.wrong.push(`${path} is not of ${sha}`);
        }
      }
    }
    await reader.close();
  }

  test('a reader that reads without pause during the replay sees only complete revisions', () => {
    expect(seen.wrong).toEqual([]);
    expect(seen.answers).toBeGreaterThan(100);
    expect(seen.commits.size).toBeGreaterThan(10);
  });

  test('the replay into Qdrant leaves the same index as one full sync into SQLite', async () => {
    const reader = openQdrantReader(location);
    expect(await exportOf(reader)).toBe(await sqlite.export());
    await reader.close();
  });

  test('Qdrant and SQLite rank the same document first for four of five questions', async () => {
    const reader = openQdrantReader(location);
    const first = async (index: IndexReader, text: string) => {
      const { matches } = await index.search({ text, limit: 10, chunksPerDocument: 3 });
      return matches[0]?.document.path;
    };
    const questions = Object.values(questionsOf('all')).flat();
    let same = 0;
    for (const { ask } of questions) {
      if ((await first(reader, ask)) === (await first(sqlite.reader, ask))) same += 1;
    }
    process.stderr.write(`${same} of ${questions.length} questions: the same document first\n`);
    expect(same / questions.length).toBeGreaterThanOrEqual(AGREEMENT);
    await reader.close();
  });
});
