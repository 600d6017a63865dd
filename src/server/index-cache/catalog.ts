import type { DocumentEntry } from '../../shared/domain/document.ts';
import { snapshotId } from '../../shared/domain/index-status.ts';
import type { Answer, IndexReader } from '../../shared/index/index-reader.ts';
import { inSiteOrder } from '../documents/site-order.ts';
import type { StatusCache } from './status-cache.ts';

/**
 * All documents in the site's own order, read from the index once a publish and kept until the next one. The status
 * that comes with them belongs to the same sequence and is as recent as the status cache.
 */
export class Catalog {
  readonly #reader: Pick<IndexReader, 'documents'>;
  readonly #status: StatusCache;
  #current: { readonly tag: string; readonly documents: readonly DocumentEntry[] } | null = null;
  #reading: Promise<Answer<{ documents: readonly DocumentEntry[] }>> | null = null;

  constructor(reader: Pick<IndexReader, 'documents'>, status: StatusCache) {
    this.#reader = reader;
    this.#status = status;
  }

  /** Rejects as the reader does. */
  async read(): Promise<Answer<{ documents: readonly DocumentEntry[] }>> {
    const status = await this.#status.read();
    if (this.#current?.tag === snapshotId(status)) return { documents: this.#current.documents, status };
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<Answer<{ documents: readonly DocumentEntry[] }>> {
    const { documents, status } = await this.#reader.documents();
    const ordered = inSiteOrder(documents);
    this.#current = { tag: snapshotId(status), documents: ordered };
    return { documents: ordered, status };
  }
}
