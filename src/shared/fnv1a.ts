/** The hash of nothing. */
export const FNV_BASIS = 0x811c9dc5;

/**
 * Adds a number to a hash of 32 bits: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. Indexes store what is made with
 * it, so another function needs another layout.
 */
export function fnv1a(hash: number, next: number): number {
  return Math.imul(hash ^ next, 0x01000193);
}
