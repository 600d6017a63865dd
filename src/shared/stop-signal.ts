/** Aborts at the first SIGTERM or SIGINT. A second one ends the process at once, which is Node's default. */
export function stopSignal(source: Pick<NodeJS.Process, 'once'>): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) source.once(name, () => stop.abort());
  return stop.signal;
}
