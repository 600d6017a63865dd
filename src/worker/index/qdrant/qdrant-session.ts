import type { Clock } from '../../../shared/clock.ts';
import type { IndexStatus } from '../../../shared/domain/index-status.ts';
import { readState, type State, stateFields, statusOf } from '../../../shared/index/qdrant/qdrant-state.ts';
import type { Advance, BeginOptions, IndexSession, Publication, StageBatch } from '../index-writer.ts';
import { statusAfterAdvance } from '../next-status.ts';
import { leaseLost, ownedBy, releaseLease, renewLease } from './qdrant-lease.ts';
import { publish } from './qdrant-publish.ts';
import { Staging } from './qdrant-staging.ts';
import { QdrantView } from './qdrant-view.ts';
import { applyAll, setPayload } from './qdrant-writes.ts';
import { discardStaged, type SessionPlace } from './sync-target.ts';

/** A sync on a generation whose lease has been taken. */
export class QdrantSession extends QdrantView implements IndexSession {
  readonly #place: SessionPlace;
  readonly #options: BeginOptions;
  readonly #clock: Clock;
  readonly #staging: Staging;
  /** The collection whose state holds the lease. */
  #leaseAt: string;
  #published = false;

  constructor(place: SessionPlace, options: BeginOptions, clock: Clock) {
    const { connection, base, target } = place;
    super(connection, base, options, async () => place.generations);
    this.#place = place;
    this.#options = options;
    this.#clock = clock;
    this.#leaseAt = base.generation;
    this.#staging = new Staging({
      connection,
      collection: target.name,
      next: base.sequence + 1,
      keeps: !this.rebuild,
      fingerprint: options.fingerprint,
    });
  }

  async stage(batch: StageBatch): Promise<void> {
    await this.renew();
    await this.#staging.add(batch);
  }

  async publish(publication: Publication): Promise<IndexStatus> {
    await this.renew();
    const renew = () => this.#renewed();
    const status = await publish(this.#place, this.#staging, publication, this.#options, renew);
    this.#leaseAt = this.#place.target.name;
    this.#published = true;
    return status;
  }

  async advance(to: Advance): Promise<IndexStatus> {
    const { connection } = this.#place;
    const { owner } = this.#options;
    const status = statusAfterAdvance(statusOf(await this.#renewed()), to);
    const { published, check } = stateFields(status);
    await setPayload(connection, this.#leaseAt, { published, check }, ownedBy(owner));
    const after = await readState(connection, this.#leaseAt);
    if (after?.lease_owner !== owner) throw leaseLost(after);
    return statusOf(after);
  }

  async renew(): Promise<void> {
    await this.#renewed();
  }

  async abandon(): Promise<void> {
    const { connection, base, target } = this.#place;
    try {
      if (!this.#published) {
        await this.renew();
        await applyAll(connection, target.name, discardStaged(base.sequence));
      }
      await releaseLease(connection, this.#leaseAt, this.#options.owner);
    } catch {
      // The lease expires by itself, and the next run cleans up.
    }
  }

  #renewed(): Promise<State> {
    return renewLease(this.#place.connection, this.#leaseAt, this.#options.owner, this.#clock());
  }
}
