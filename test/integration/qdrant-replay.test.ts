import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { checkOut, type DocsHistory, docsHistory, removeFolder } from '../../bench/support/docs-history.ts';
import { questionsOf } from '../../eval/questions/questions.ts';
import type { Manifest } from '../../src/shared/domain/change.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { GitSource } from '../../src/worker/source/git/git-source.ts';
import { openQdrantReader, openQdrantWriter, type QdrantLocation } from '../support/qdrant-index.ts';
import { exportOf, SqliteWorkshop } from '../support/sync-workshop.ts';
import { describeWithQdrant, newAlias, removeAlias } from '../support/with-qdrant.ts';
import { WordEmbedder } from '../support/word-embedder.ts';
import { wordVector } from '../support/word-vector.ts';

jest.setTimeout(300_000);

/** Share of the questions for which both indexes must find the same document first. */
const AGREEMENT = 0.8;

describeWithQdrant('replaying the docs history on Qdrant', (server) => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  let history: DocsHistory;
  let place: QdrantLocation;
  let sqlite: SqliteWorkshop;
  const seen = { answers: 0, commits: new Set<string>(), wrong: [] as string[] };

  beforeAll(async () => {
    history = docsHistory(folder);
    place = { ...server(), alias: newAlias() };
    const source = new GitSource(history.folder, 'main', history.docsPath);
    const embedder = new WordEmbedder();
    sqlite = await SqliteWorkshop.create();
    const writer = openQdrantWriter(place);
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
    await sqlite.dispose();
    await removeAlias(server(), place.alias);
    removeFolder(folder);
  });

  /** Lists and searches until told to stop, and compares whatever comes with the revision it says it is of. */
  async function readWithoutPause(
    replay: { running: boolean },
    manifests: Map<string, Manifest>,
  ): Promise<void> {
    const reader = openQdrantReader(place);
    const vector = wordVector('graph', 8);
    while (replay.running) {
      const listed = await reader.documents();
      const found = await reader.search({ text: 'graph agent', vector, limit: 30, chunksPerDocument: 3 });
      for (const { status, documents, whole } of [
        { ...listed, whole: true },
        { status: found.status, documents: found.matches.map(({ document }) => document), whole: false },
      ]) {
        seen.answers += 1;
        const sha = status.commit?.sha ?? '';
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

  test('a reader that read throughout the replay saw only complete revisions', () => {
    expect(seen.wrong).toEqual([]);
    expect(seen.answers).toBeGreaterThan(100);
    expect(seen.commits.size).toBeGreaterThan(10);
  });

  test('after the replay, Qdrant has the same documents as one full sync into SQLite', async () => {
    const reader = openQdrantReader(place);
    expect(await exportOf(reader)).toBe(await sqlite.export());
    await reader.close();
  });

  test('finds the same document first as SQLite for four of five questions', async () => {
    const reader = openQdrantReader(place);
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
