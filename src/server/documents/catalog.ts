import type { DocumentEntry } from '../../shared/domain/document.ts';
import { type IndexStatus, snapshotId } from '../../shared/domain/index-status.ts';
import type { Answer, IndexReader } from '../../shared/index/index-reader.ts';
import { readOnce } from '../index-access/snapshots.ts';
import { inSiteOrder } from './site-order.ts';

type Documents = Answer<{ documents: readonly DocumentEntry[] }>;

/** All documents of a snapshot in the site's own order, read when first asked for. */
export class Catalog {
  readonly #read: () => Promise<Documents>;

  constructor(reader: Pick<IndexReader, 'documents'>) {
    this.#read = readOnce(async () => {
      const { documents, status } = await reader.documents();
      return { documents: inSiteOrder(documents), status };
    });
  }

  /**
   * Rejects as the reader does.
   * @param status of the snapshot, as the request knows it
   * @returns the documents with that status, or with their own if they were published while they were being read
   */
  async read(status: IndexStatus): Promise<Documents> {
    const read = await this.#read();
    return snapshotId(read.status) === snapshotId(status) ? { ...read, status } : read;
  }
}
