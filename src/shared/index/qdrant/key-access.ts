import { hasCode } from '../../operational-error.ts';
import { QdrantConnection, type QdrantOptions, type Send } from './qdrant-connection.ts';

const ONE_TRY = { attempts: 1, firstWaitMs: 0, longestWaitMs: 0 };
const TIMEOUT_MS = 5_000;

/**
 * Whether a key could write, found out without writing: asks Qdrant to change no alias, then to delete no point.
 * Qdrant refuses a read-only key before it sees that there is nothing to do. Rejects when Qdrant cannot tell.
 */
export async function keyCanWrite(options: QdrantOptions, signal?: AbortSignal): Promise<boolean> {
  const connection = new QdrantConnection(options, ONE_TRY);
  const isAllowed = async (send: Send<{ result?: unknown }>): Promise<boolean> => {
    try {
      await connection.write(send, { timeoutMs: TIMEOUT_MS, signal });
      return true;
    } catch (error) {
      // It refused the request for its content, not for the key.
      if (hasCode(error, 'QDRANT_REFUSED')) return true;
      if (hasCode(error, 'QDRANT_READ_ONLY_KEY') || hasCode(error, 'QDRANT_NOT_FOUND')) return false;
      throw error;
    }
  };
  try {
    const noPoints = { collection_name: options.alias, points: [] };
    // A key for a single collection may not change aliases, but may still write to that collection.
    return (
      (await isAllowed((api, init) => api.updateAliases({ actions: [] }, init))) ||
      (await isAllowed((api, init) => api.deletePoints(noPoints, init)))
    );
  } finally {
    await connection.close();
  }
}
