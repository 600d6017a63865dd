import type { Clock } from '../../clock.ts';

/** How long an address that failed is left out. */
const COOL_DOWN_MS = 30_000;

/**
 * In which order the addresses of one Qdrant are tried: the one that worked last stays the first, so that a client does
 * not wander between nodes; one that failed is left out for a while, unless all have failed.
 */
export class NodeOrder<N> {
  readonly #nodes: readonly N[];
  readonly #clock: Clock;
  readonly #failedAt = new Map<N, number>();
  #current: N;

  /** @param nodes at least one, in the order of the settings */
  constructor(nodes: readonly [N, ...N[]], clock: Clock) {
    this.#nodes = nodes;
    this.#clock = clock;
    this.#current = nodes[0];
  }

  /** The one that worked last; at first, the first. */
  get current(): N {
    return this.#current;
  }

  /** All, the one that worked last first. */
  get all(): readonly N[] {
    const from = this.#nodes.indexOf(this.#current);
    return [...this.#nodes.slice(from), ...this.#nodes.slice(0, from)];
  }

  /** Returns those that one request tries, in this order; at least one. */
  candidates(): readonly N[] {
    const healthy = this.all.filter((node) => !this.#isCoolingDown(node));
    return healthy.length > 0 ? healthy : this.all;
  }

  worked(node: N): void {
    this.#current = node;
    this.#failedAt.delete(node);
  }

  failed(node: N): void {
    this.#failedAt.set(node, this.#clock());
  }

  #isCoolingDown(node: N): boolean {
    const failedAt = this.#failedAt.get(node);
    return failedAt !== undefined && this.#clock() - failedAt < COOL_DOWN_MS;
  }
}
