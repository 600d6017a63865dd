/**
 * Returns the redirects after a publish. Each leads from a path that is not a document to the current path of the
 * document that was there; chains of renames are resolved. Redirects to a document that another has replaced are dropped.
 * @param before former path → path, as of the last publish
 * @param renamed former path → path, applied simultaneously: two documents may have swapped paths
 * @param isDocument whether a path is a document after the publish
 */
export function redirectsAfter(
  before: ReadonlyMap<string, string>,
  renamed: ReadonlyMap<string, string>,
  isDocument: (path: string) => boolean,
): Map<string, string> {
  const replaced = new Set(renamed.values());
  const followed = [...before].flatMap(([former, path]) => {
    const next = renamed.get(path) ?? (replaced.has(path) ? undefined : path);
    return next === undefined ? [] : [[former, next] as const];
  });
  return new Map(
    [...followed, ...renamed].filter(([former, path]) => !isDocument(former) && isDocument(path)),
  );
}
