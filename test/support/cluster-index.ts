import { setTimeout } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Manifest } from '../../src/shared/domain/change.ts';
import type { QdrantReader } from '../../src/shared/index/qdrant/qdrant-reader.ts';
import type { QdrantWriter } from '../../src/worker/index/qdrant/qdrant-writer.ts';
import type { DocsSource } from '../../src/worker/source/docs-source.ts';
import { SourceSet } from '../../src/worker/source/source-set.ts';
import type { RunReport } from '../../src/worker/sync/run-report.ts';
import { wantedFingerprint } from '../../src/worker/sync/sync-run.ts';
import { isIntact, verifyIndex } from '../../src/worker/verify/verify-index.ts';
import { inProcessPreparer } from './in-process-preparer.ts';
import { poll } from './programs.ts';
import type { ClusterNode, NodeName, QdrantCluster } from './qdrant-cluster.ts';
import { openQdrantReader, openQdrantWriter, type QdrantLocation } from './qdrant-index.ts';
import { exportOf, SqliteSyncFixture, type SyncOptions } from './sync-fixture.ts';
import { newAlias, removeAlias } from './with-qdrant.ts';
import { WordEmbedder } from './word-embedder.ts';

/** More shards than one, so that they have different leaders, and a copy of each on every node. */
const STORAGE = { profile: 'small', shards: 2, replicas: 3 } as const;

/** An index in a cluster, which readers at every node read without pause. */
export class ClusterIndex implements AsyncDisposable {
  readonly embedder = new WordEmbedder();
  readonly readers: readonly SteadyReader[];
  readonly #cluster: QdrantCluster;
  readonly #alias = newAlias();
  readonly #source: DocsSource;
  readonly #manifests = new Map<string, Manifest>();
  readonly #sqlite: SqliteSyncFixture;

  private constructor(cluster: QdrantCluster, source: DocsSource, sqlite: SqliteSyncFixture) {
    this.#cluster = cluster;
    this.#source = source;
    this.#sqlite = sqlite;
    this.readers = cluster.nodes.map(
      ({ name }) => new SteadyReader(name, this.openReader(name), this.#manifests),
    );
  }

  static async create(cluster: QdrantCluster, source: DocsSource): Promise<ClusterIndex> {
    return new ClusterIndex(cluster, source, await SqliteSyncFixture.create());
  }

  openReader(first: NodeName): QdrantReader {
    return openQdrantReader(this.#location(first));
  }

  openWriter(first: NodeName): QdrantWriter {
    return openQdrantWriter(this.#location(first), Date.now, STORAGE);
  }

  /** Syncs the head of the source through a node, and through the others if that is lost. */
  async sync(first: NodeName, options: SyncOptions = {}): Promise<RunReport> {
    const { revision } = await this.#source.head(null);
    this.#manifests.set(revision.sha, await this.#source.manifest(revision));
    const writer = this.openWriter(first);
    try {
      return await this.#sqlite.sync(this.#source, {
        embedder: this.embedder,
        writer,
        allowMassDelete: true,
        ...options,
      });
    } finally {
      await writer.close();
    }
  }

  /** Expects that the index is that of a fresh sync, through each node, and that no reader ever saw a mixed answer. */
  async expectIntact(): Promise<void> {
    // A copy that was too slow for a write is left out until it has caught up, and its node may not know that yet.
    await this.#cluster.whole();
    const fresh = await SqliteSyncFixture.create();
    try {
      expect((await fresh.sync(this.#source, { embedder: new WordEmbedder() })).error).toBeUndefined();
      const expected = await fresh.export();
      for (const { name } of this.#cluster.nodes) {
        const reader = this.openReader(name);
        try {
          expect(await exportOf(reader)).toBe(expected);
          const findings = await verifyIndex(
            {
              sources: new SourceSet([this.#source]),
              reader,
              preparer: inProcessPreparer,
              fingerprint: wantedFingerprint(this.embedder),
            },
            new AbortController().signal,
          );
          expect({ ...findings, intact: isIntact(findings) }).toMatchObject({ intact: true });
        } finally {
          await reader.close();
        }
      }
    } finally {
      await fresh.dispose();
    }
    this.expectWholeAnswers();
  }

  expectWholeAnswers(): void {
    for (const { wrong, failures } of this.readers)
      expect({ wrong, failures }).toEqual({ wrong: [], failures: [] });
  }

  /** Returns the names of the collections of the index. */
  async collections(node: ClusterNode): Promise<string[]> {
    const answer = await fetch(`${node.url}/collections`, { headers: { 'api-key': this.#cluster.key } });
    const { result } = (await answer.json()) as { result: { collections: { name: string }[] } };
    return result.collections.map(({ name }) => name).filter((name) => name.startsWith(`${this.#alias}-g`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.readers.map((reader) => reader.stop()));
    await this.#sqlite.dispose();
    const [node] = this.#cluster.nodes;
    if (node !== undefined)
      await removeAlias({ url: node.url, key: this.#cluster.key, version: '' }, this.#alias);
  }

  #location(first: NodeName): QdrantLocation {
    return {
      url: this.#cluster.urls(first),
      key: this.#cluster.key,
      alias: this.#alias,
      delay: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
    };
  }
}

/** Reads one index without pause, and compares every answer with the manifest of its revision. */
class SteadyReader {
  /** The node that it asks first. */
  readonly first: NodeName;
  /** What was read. */
  readonly seen = { answers: 0, commits: new Set<string>() };
  /** Answers that are not wholly of one revision. */
  readonly wrong: string[] = [];
  /** Reads that failed. */
  readonly failures: string[] = [];
  readonly #reader: QdrantReader;
  readonly #manifests: ReadonlyMap<string, Manifest>;
  readonly #reading: Promise<void>;
  #running = true;

  constructor(first: NodeName, reader: QdrantReader, manifests: ReadonlyMap<string, Manifest>) {
    this.first = first;
    this.#reader = reader;
    this.#manifests = manifests;
    this.#reading = this.#readWithoutPause();
  }

  /** Resolves once it has got that many answers. */
  async answersReach(count: number): Promise<void> {
    await poll(
      async () => this.seen.answers,
      (answers) => answers >= count,
    );
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#reading;
    await this.#reader.close();
  }

  async #readWithoutPause(): Promise<void> {
    for (let turn = 0; this.#running; turn += 1) {
      try {
        await (turn % 2 === 0 ? this.#search() : this.#fetchDocument(turn));
        this.seen.answers += 1;
      } catch (error) {
        this.failures.push(String(error));
      }
      // Leaves the processor to the nodes and the worker of the same machine.
      await setTimeout(5);
    }
  }

  async #search(): Promise<void> {
    const { status, matches } = await this.#reader.search({
      text: 'page graph',
      limit: 30,
      chunksPerDocument: 2,
    });
    const { sha, manifest } = this.#revisionOf(status.sources[0]?.commit?.sha);
    for (const { document } of matches) {
      if (manifest.get(document.path) !== document.blob) this.wrong.push(`${document.path} is not of ${sha}`);
    }
    if (status.documents + status.skipped.length !== manifest.size)
      this.wrong.push(`${status.documents} of ${manifest.size} documents at ${sha}`);
  }

  async #fetchDocument(turn: number): Promise<void> {
    const latest = [...this.#manifests.values()].at(-1) ?? new Map<string, string>();
    const path = [...latest.keys()][turn % Math.max(1, latest.size)] ?? 'none.md';
    const { status, document, redirectedFrom } = await this.#reader.document(path);
    if (redirectedFrom !== undefined) return;
    const { sha, manifest } = this.#revisionOf(status.sources[0]?.commit?.sha);
    const isSkipped = status.skipped.some((skipped) => skipped.path === path);
    if (!isSkipped && document?.blob !== manifest.get(path)) this.wrong.push(`${path} is not of ${sha}`);
  }

  #revisionOf(sha = ''): { sha: string; manifest: Manifest } {
    this.seen.commits.add(sha);
    return { sha, manifest: this.#manifests.get(sha) ?? new Map() };
  }
}
