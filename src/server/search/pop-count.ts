/** Population count: how many bits of a 32-bit number are set, which is the size of a set of one bit each. */
export function popCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
