import type { PublishRecord } from '../../src/shared/domain/history.ts';
import type { IndexStatus } from '../../src/shared/domain/index-status.ts';
import type { IndexReader } from '../../src/shared/index/index-reader.ts';

/** Reads an index that has a status and a history, and no documents. Every history is returned whole. */
export function statusReader(status: IndexStatus, changes: readonly PublishRecord[] = []): IndexReader {
  return {
    status: async () => status,
    search: async () => ({ matches: [], status }),
    document: async () => ({ document: null, status }),
    documents: async () => ({ documents: [], status }),
    changesSince: async () => ({ changes, status }),
    async *scan() {},
    close: async () => {},
  };
}
