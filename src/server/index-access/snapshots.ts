import { type IndexStatus, snapshotId } from '../../shared/domain/index-status.ts';
import type { StatusCache } from './status-cache.ts';

/**
 * The index as one request sees it: its status, and `Kept`, what the server has read and computed from this publish,
 * which every request until the next publish shares.
 */
type SnapshotOf<Kept> = Kept & { readonly status: IndexStatus };

/** Finds the snapshot of a publish by its `snapshotId`, and drops the one before it. */
export class Snapshots<Kept extends object> {
  readonly #status: Pick<StatusCache, 'read'>;
  readonly #create: () => Kept;
  #current: { readonly id: string; readonly kept: Kept } | null = null;

  /** @param create called once a publish; what it returns should read and compute nothing before it is asked */
  constructor(status: Pick<StatusCache, 'read'>, create: () => Kept) {
    this.#status = status;
    this.#create = create;
  }

  /** What a request begins with. Rejects as the status cache does, so that no request waits for an index that is down. */
  async current(): Promise<SnapshotOf<Kept>> {
    const status = await this.#status.read();
    const id = snapshotId(status);
    if (this.#current?.id !== id) this.#current = { id, kept: this.#create() };
    return { ...this.#current.kept, status };
  }
}

/** @returns a function that reads once for all who call it, until a read fails: then the next call reads again */
export function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => {
    reading ??= read().catch((error: unknown) => {
      reading = null;
      throw error;
    });
    return reading;
  };
}

/**
 * Makes a function that computes something of an object once for as long as somebody holds the object: a passage, or the
 * list of a snapshot's documents.
 */
export function oncePerObject<T extends object, R>(compute: (object: T) => R): (object: T) => R {
  const computed = new WeakMap<T, R>();
  return (object) => {
    const known = computed.get(object);
    if (known !== undefined) return known;
    const result = compute(object);
    computed.set(object, result);
    return result;
  };
}
