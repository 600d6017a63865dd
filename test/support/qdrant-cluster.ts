import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort, poll } from './programs.ts';
import { QdrantProcess, qdrantEnv } from './qdrant-process.ts';
import { createTemporaryFolder, removeFolder } from './temporary-folder.ts';

const NODE_NAMES = ['first', 'second', 'third'] as const;
export type NodeName = (typeof NODE_NAMES)[number];

/** One node of a cluster, a process of its own. */
export interface ClusterNode {
  readonly name: NodeName;
  /** Address of its REST API. */
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Stops it without ending it. */
  suspend(): void;
  resume(): void;
  /** Starts it again with the same storage and ports. Resolves once it listens. */
  restart(): Promise<void>;
}

/** A cluster of three real Qdrant nodes on loopback ports. */
export interface QdrantCluster {
  readonly nodes: readonly ClusterNode[];
  readonly key: string;
  readonly readOnlyKey: string;
  /** Addresses of all nodes, as QDRANT_URL takes them, beginning with one of them. */
  urls(first?: NodeName): string;
  node(name: NodeName): ClusterNode;
  /** The node with the highest peer id: with ordering `strong`, the leader of every shard. */
  highestPeer(): Promise<ClusterNode>;
  /** Resolves once every node answers and, where it is a voter, sees all copies of every collection as active. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

const KEYS = { key: 'test-read-write', readOnlyKey: 'test-read-only' };

/** Starts three nodes with empty storage. They elect a leader faster than by default: the machine is one. */
export async function startQdrantCluster(binary: string): Promise<QdrantCluster> {
  const folder = await createTemporaryFolder('qdrant-cluster');
  const processes: QdrantProcess[] = [];
  const nodes: ClusterNode[] = [];
  let bootstrap: string | undefined;
  const stop = async () => {
    await Promise.all(processes.map((each) => each.kill()));
    await removeFolder(folder);
  };
  try {
    for (const name of NODE_NAMES) {
      const ports = { http: await freePort(), grpc: await freePort(), p2p: await freePort() };
      const storage = join(folder, name);
      await mkdir(storage);
      const uri = `http://127.0.0.1:${ports.p2p}`;
      const env = {
        ...qdrantEnv(storage, ports, KEYS),
        QDRANT__CLUSTER__ENABLED: 'true',
        QDRANT__CLUSTER__P2P__PORT: String(ports.p2p),
        QDRANT_URI: uri,
        ...(bootstrap === undefined ? {} : { QDRANT_BOOTSTRAP: bootstrap }),
      };
      const process = new QdrantProcess({ binary, folder: storage, env });
      processes.push(process);
      await process.start();
      bootstrap ??= uri;
      nodes.push({
        name,
        url: `http://127.0.0.1:${ports.http}`,
        kill: () => process.kill(),
        suspend: () => process.suspend(),
        resume: () => process.resume(),
        restart: () => process.start(),
      });
    }
    const cluster = clusterOf(nodes, stop);
    await cluster.whole();
    return cluster;
  } catch (error) {
    await stop();
    throw error;
  }
}

function clusterOf(nodes: readonly ClusterNode[], stop: () => Promise<void>): QdrantCluster {
  return {
    nodes,
    ...KEYS,
    urls: (first = 'first') => {
      const from = nodes.findIndex(({ name }) => name === first);
      return [...nodes.slice(from), ...nodes.slice(0, from)].map(({ url }) => url).join(',');
    },
    node: (name) => {
      const node = nodes.find((each) => each.name === name);
      if (node === undefined) throw new Error(`there is no node ${name}`);
      return node;
    },
    async highestPeer() {
      const peers = await Promise.all(nodes.map(async (node) => ({ node, ...(await consensusOf(node)) })));
      const [highest] = peers.sort((a, b) => (a.peer < b.peer ? 1 : -1));
      if (highest === undefined) throw new Error('the cluster has no node');
      return highest.node;
    },
    async whole() {
      await poll(
        async () => {
          const states = await Promise.all(nodes.map(stateSeenBy));
          return states.flat();
        },
        (problems) => problems.length === 0,
      );
    },
    stop,
  };
}

const CONSENSUS = z.looseObject({
  peer_id: z.union([z.number(), z.string()]),
  peers: z.record(z.string(), z.unknown()),
  raft_info: z.looseObject({ leader: z.unknown(), pending_operations: z.number() }),
});

async function consensusOf(node: ClusterNode) {
  const { text, result } = await get(node, '/cluster');
  const { peers, raft_info } = CONSENSUS.parse(result);
  // A peer id has 64 bits, more than a number holds: compared as it is written.
  const id = /"peer_id":(\d+)/.exec(text)?.[1] ?? '0';
  return { peer: BigInt(id), peers: Object.keys(peers).length, leader: raft_info.leader };
}

const COLLECTIONS = z.looseObject({ collections: z.array(z.looseObject({ name: z.string() })) });
const COPY = z.looseObject({ state: z.string() });
const SHARDS = z.looseObject({
  local_shards: z.array(COPY),
  remote_shards: z.array(COPY),
  shard_transfers: z.array(z.unknown()),
});

/** What is not as it should be, as one node sees it. */
async function stateSeenBy(node: ClusterNode): Promise<string[]> {
  try {
    const { peers, leader } = await consensusOf(node);
    if (peers !== NODE_NAMES.length || leader === null || leader === 0)
      return [`${node.name}: ${peers} peers, leader ${leader}`];
    const { collections } = COLLECTIONS.parse((await get(node, '/collections')).result);
    const problems: string[] = [];
    for (const { name } of collections) {
      const shards = SHARDS.parse((await get(node, `/collections/${name}/cluster`)).result);
      const copies = [...shards.local_shards, ...shards.remote_shards].map(({ state }) => state);
      if (copies.some((state) => state !== 'Active') || shards.shard_transfers.length > 0)
        problems.push(`${node.name}: ${name}: ${copies.join(' ')}`);
    }
    return problems;
  } catch (error) {
    return [`${node.name}: ${error}`];
  }
}

/** @returns the body as text too, for numbers that JSON.parse would round */
async function get({ url }: ClusterNode, path: string): Promise<{ text: string; result: unknown }> {
  const headers = { 'api-key': KEYS.key };
  const answer = await fetch(`${url}${path}`, { headers, signal: AbortSignal.timeout(10_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return { text, result: (JSON.parse(text) as { result: unknown }).result };
}
