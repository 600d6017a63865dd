/** Maximum depth of causes. Real errors are not nested as deep. */
const DEPTH = 5;

/** Yields an error and its causes, outermost first. They need not be instances of this realm's `Error`. */
function* chain(error: unknown): Generator<Record<string, unknown>> {
  let current = error;
  for (let depth = 0; depth < DEPTH && typeof current === 'object' && current !== null; depth += 1) {
    const each = current as Record<string, unknown>;
    yield each;
    current = each['cause'];
  }
}

/** The network error code of the system or the HTTP client (`ECONNREFUSED`), if there is one. */
export function networkCode(error: unknown): string | undefined {
  for (const { code } of chain(error)) {
    if (typeof code === 'string' && /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(code)) return code;
  }
  return undefined;
}

/** Whether an error, or one of its causes, has that name (`TimeoutError`: a timeout of an AbortSignal). */
export function isNamed(error: unknown, wanted: string): boolean {
  return [...chain(error)].some(({ name }) => name === wanted);
}
