import { z } from 'zod';
import { OperationalError } from '../../operational-error.ts';
import type { QdrantNode, Send } from './qdrant-node.ts';

/** A cluster as one of its nodes sees it. https://api.qdrant.tech/api-reference/distributed/cluster-status */
const CLUSTER_SHAPE = z.object({
  result: z.object({
    status: z.literal('enabled'),
    peers: z.record(z.string(), z.unknown()),
    /** By the address of a node that does not answer this one; removed once it does. */
    message_send_failures: z.record(z.string(), z.unknown()),
  }),
});

const COPIES_SHAPE = z.array(z.object({ state: z.string() }));
const SHARDS_SHAPE = z.object({
  result: z.object({ local_shards: COPIES_SHAPE, remote_shards: COPIES_SHAPE }),
});

/** Enough for a node that works, and little beside the request that failed. */
const TIMEOUT_MS = 3_000;

/**
 * Finds out whether a request failed because nodes of a cluster are lost. Qdrant answers such a request with a plain 500,
 * so the node is asked for what it knows of the others.
 * @param cause what the node answered
 * @returns null if the node is not part of a cluster, or none of the others is missing
 */
export async function clusterProblem(
  node: QdrantNode,
  alias: string,
  cause: unknown,
): Promise<OperationalError | null> {
  const cluster = CLUSTER_SHAPE.safeParse(await ask(node, (api, init) => api.clusterStatus({}, init)));
  if (!cluster.success) return null;
  const { peers, message_send_failures } = cluster.data.result;
  const total = Object.keys(peers).length;
  const lost = Object.keys(message_send_failures).sort();
  const reached = total - lost.length;
  if (reached <= total / 2) {
    return new OperationalError(
      'QDRANT_NO_QUORUM',
      `Qdrant at ${node.address} reaches only ${reached} of the ${total} nodes of its cluster, too few to write (no answer from ${lost.join(', ')}).`,
      'Start the missing nodes. Readers keep the published index meanwhile, and the next run goes on by itself.',
      { cause },
    );
  }
  if (lost.length > 0) {
    return nodeLost(`a node of its cluster does not answer it (${lost.join(', ')})`, node, cause);
  }
  const shards = SHARDS_SHAPE.safeParse(
    await ask(node, (api, init) => api.collectionClusterInfo({ collection_name: alias }, init)),
  );
  if (!shards.success) return null;
  const { local_shards, remote_shards } = shards.data.result;
  const states = [...local_shards, ...remote_shards].map(({ state }) => state);
  const inactive = states.filter((state) => state !== 'Active').length;
  if (inactive === 0) return null;
  return nodeLost(`${inactive} of the ${states.length} copies of ${alias} are not complete yet`, node, cause);
}

function nodeLost(what: string, { address }: QdrantNode, cause: unknown): OperationalError {
  return new OperationalError(
    'QDRANT_NODE_LOST',
    `Qdrant at ${address} could not serve a request: ${what}.`,
    'Start that node, or wait until it has recovered, and run again. With QDRANT_REPLICAS=3 the loss of one node stops nothing.',
    { cause },
  );
}

/** @returns null without an answer */
async function ask(node: QdrantNode, send: Send<unknown>): Promise<unknown> {
  const attempt = {
    access: 'read',
    timeoutMs: TIMEOUT_MS,
    maxBytes: 1024 * 1024,
    signal: undefined,
  } as const;
  try {
    return await node.send(send, attempt);
  } catch {
    return null;
  }
}
