import type { PublishRecord } from '../../src/shared/domain/history.ts';
import type { IndexStatus } from '../../src/shared/domain/index-status.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';
import { publishesAfter } from '../../src/shared/index/publishes-after.ts';

/** Reads an index that has a status and a history, and no documents. */
export function statusReader(status: IndexStatus, changes: readonly PublishRecord[] = []): IndexReader {
  return {
    status: async () => status,
    search: async () => ({ matches: [], status }),
    document: async () => ({ document: null, status }),
    list: async () => ({ documents: [], status }),
    entries: async () => ({ entries: [], status }),
    changesSince: async (since) => ({ changes: publishesAfter(changes, status, since), status }),
    termCounts: async () => ({ counts: new Map(), status }),
    namesUnder: async () => ({ names: [], status }),
    outdatedNames: async () => ({ names: new Map(), status }),
    async *scan() {},
    close: async () => {},
  };
}
