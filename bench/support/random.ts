/** Returns a number from 0 to below 1. */
export type Random = () => number;

/** A linear congruential generator: the same numbers at every run. */
export function seededRandom(seed: number): Random {
  let state = seed % 2 ** 32;
  return () => {
    state = (1_664_525 * state + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

export function pick<T>(from: readonly T[], random: Random): T {
  const found = from[Math.floor(random() * from.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
