/**
 * What waits for its client: bodies that still arrive, or answers that are still being taken. The client decides how
 * long that takes, so it neither counts as work nor keeps anybody out: when all places are taken, the one that has
 * waited longest gives its own up to the newcomer.
 */
export class ClientWaits {
  readonly #places: number;
  readonly #ms: number;
  readonly #giveUps = new Set<() => void>();

  /** @param ms how long each may wait at the most */
  constructor(places: number, ms: number) {
    this.#places = places;
    this.#ms = ms;
  }

  /** @param giveUp called when the time is over or the place is needed @returns ends the wait */
  begin(giveUp: () => void): () => void {
    const end = () => {
      clearTimeout(timer);
      this.#giveUps.delete(leave);
    };
    const leave = () => {
      end();
      giveUp();
    };
    const timer = setTimeout(leave, this.#ms);
    this.#giveUps.add(leave);
    const [longest] = this.#giveUps;
    if (this.#giveUps.size > this.#places) longest?.();
    return end;
  }
}
