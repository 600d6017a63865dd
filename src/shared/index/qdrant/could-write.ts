import { QdrantConnection, type QdrantOptions } from './qdrant-connection.ts';
import { isForbidden, isNotFound, isRefusal } from './qdrant-error.ts';

const ASK = { timeoutMs: 5_000, access: 'write' } as const;
const ONCE = { attempts: 1, firstWaitMs: 0, longestWaitMs: 0 };

/**
 * Whether a key could write, found out without writing: Qdrant is asked to change no alias and then to delete no point.
 * A read-only key is refused before Qdrant sees that there is nothing to do; for any other, there is nothing to do.
 * Rejects when Qdrant cannot be asked.
 */
export async function couldWrite(options: QdrantOptions, signal?: AbortSignal): Promise<boolean> {
  const connection = new QdrantConnection(options, ONCE);
  const isAllowed = async (request: Parameters<typeof connection.ask>[0]): Promise<boolean> => {
    try {
      await connection.ask(request, { ...ASK, signal });
      return true;
    } catch (error) {
      if (isRefusal(error)) return true;
      if (isForbidden(error) || isNotFound(error)) return false;
      throw error;
    }
  };
  try {
    const nothing = { collection_name: options.alias, points: [] };
    // A key may be bound to one collection: then it may not touch aliases, and could write all the same.
    return (
      (await isAllowed((api, init) => api.updateAliases({ actions: [] }, init))) ||
      (await isAllowed((api, init) => api.deletePoints(nothing, init)))
    );
  } finally {
    await connection.close();
  }
}
