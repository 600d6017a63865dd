/**
 * The redirects after a publish, from the remembered ones and its renames: chains lead straight to their end, and
 * each redirect leads from a path that is no document to one that is.
 * @param remembered former path → path, as of the last publish
 * @param renamed former path → path, all at once: two documents may have swapped places
 * @param isDocument whether a path is a document after the publish
 */
export function redirectsAfter(
  remembered: ReadonlyMap<string, string>,
  renamed: ReadonlyMap<string, string>,
  isDocument: (path: string) => boolean,
): Map<string, string> {
  const followed = [...remembered].map(([former, path]) => [former, renamed.get(path) ?? path] as const);
  return new Map(
    [...followed, ...renamed].filter(([former, path]) => !isDocument(former) && isDocument(path)),
  );
}
