/** How deep causes are followed: no error of ours or of our libraries' goes deeper. */
const DEPTH = 5;

/** An error and what caused it, outermost first. Errors from elsewhere need not be `Error`s of this realm. */
function* chain(error: unknown): Generator<Record<string, unknown>> {
  let current = error;
  for (let depth = 0; depth < DEPTH && typeof current === 'object' && current !== null; depth += 1) {
    const each = current as Record<string, unknown>;
    yield each;
    current = each['cause'];
  }
}

/** The system's or the HTTP client's name for what went wrong on the network (`ECONNREFUSED`), where there is one. */
export function networkCode(error: unknown): string | undefined {
  for (const { code } of chain(error)) {
    if (typeof code === 'string' && /^(E[A-Z]+|UND_ERR_[A-Z_]+)$/.test(code)) return code;
  }
  return undefined;
}

/** Whether it is, or was caused by, an error of that name (`TimeoutError`: a time limit set by signal). */
export function isNamed(error: unknown, wanted: string): boolean {
  return [...chain(error)].some(({ name }) => name === wanted);
}
