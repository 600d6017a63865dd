/** An address without its fragment, and the fragment; undefined where there is no `#`. */
export function splitFragment(address: string): [string, string | undefined] {
  const at = address.indexOf('#');
  return at === -1 ? [address, undefined] : [address.slice(0, at), address.slice(at + 1)];
}

/** Text without its percent escapes; as it is where they are no UTF-8. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
