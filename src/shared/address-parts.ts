/** Splits an address into the part before `#` and the fragment, which is undefined without a `#`. */
export function splitFragment(address: string): [string, string | undefined] {
  const at = address.indexOf('#');
  return at === -1 ? [address, undefined] : [address.slice(0, at), address.slice(at + 1)];
}

/** Decodes percent escapes. Returns the text unchanged if they are not valid UTF-8. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
