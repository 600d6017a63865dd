import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { stateFields, statusFromState } from '../../../shared/index/qdrant/qdrant-state.ts';
import { statusAfterAdvance } from '../after-publish.ts';
import type { Advance, BeginOptions, IndexSession, Publication, StageBatch } from '../index-writer.ts';
import type { QdrantLease } from './qdrant-lease.ts';
import { formerPathFields, publishStagedPoints, type StagedSync } from './qdrant-publish.ts';
import { QdrantStaging } from './qdrant-staging.ts';
import { QdrantView } from './qdrant-view.ts';
import { applyAll, setPayload } from './qdrant-writes.ts';
import { discardStaged, type SyncTarget } from './sync-target.ts';

/** A sync into an index in Qdrant, under a lease that has been taken. */
export class QdrantSession extends QdrantView implements IndexSession {
  readonly #target: SyncTarget;
  readonly #lease: QdrantLease;
  readonly #options: BeginOptions;
  readonly #staging: QdrantStaging;
  /** Set once a publish begins: a write that was reported as failed may have been applied. */
  #mayBePublished = false;

  constructor(target: SyncTarget, lease: QdrantLease, options: BeginOptions) {
    const { index, base, staging } = target;
    super(index.connection, base, options, async () => target.generations);
    this.#target = target;
    this.#lease = lease;
    this.#options = options;
    this.#staging = new QdrantStaging({
      connection: index.connection,
      collection: staging.name,
      sequence: base.sequence + 1,
      keepsPublished: !this.rebuild,
      fingerprint: options.fingerprint,
    });
  }

  async stage(batch: StageBatch): Promise<void> {
    await this.renew();
    await this.#staging.add(batch);
  }

  async publish(publication: Publication): Promise<IndexStatus> {
    await this.renew();
    this.#mayBePublished = true;
    const status = await publishStagedPoints(this.#staged, publication, this.#options);
    this.#lease.moveTo(this.#target.staging.name);
    return status;
  }

  async advance(to: Advance): Promise<IndexStatus> {
    const { connection } = this.#target.index;
    const { collection, whileOwned } = this.#lease;
    const formerPaths =
      to.formerPaths === undefined ? {} : await formerPathFields(this.#staged, { ...to, renamed: new Map() });
    const status = statusAfterAdvance(statusFromState(await this.#lease.renew()), to);
    const { layout, published, check } = stateFields(status);
    await setPayload(connection, collection, { layout, published, check, ...formerPaths }, whileOwned);
    return statusFromState(await this.#lease.ownedState());
  }

  get #staged(): StagedSync {
    return { target: this.#target, staging: this.#staging, lease: this.#lease };
  }

  async renew(): Promise<void> {
    await this.#lease.renew();
  }

  async abandon(): Promise<void> {
    // What fails here is left to the next run, which cleans up once the lease has expired or is known to be left behind.
    await this.#discardStaged().catch(() => {});
    await this.#lease.release().catch(() => {});
  }

  async #discardStaged(): Promise<void> {
    // After a publish that failed, only the next run can tell from the state which points are published.
    if (this.#mayBePublished) return;
    const { index, base, staging } = this.#target;
    await this.renew();
    await applyAll(index.connection, staging.name, discardStaged(base.sequence));
  }
}
