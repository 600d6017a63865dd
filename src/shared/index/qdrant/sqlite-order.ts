/** Compares by code point, as SQLite does. JavaScript's own order is by UTF-16 code unit, which differs above U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Replaces only A to Z, as SQLite does where it ignores case. */
export function inLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
