/**
 * The redirects after a publish, from the remembered ones and its renames: chains lead straight to their end, and
 * each redirect leads from a path that is no document to the document that was there: one whose place another has
 * taken is gone, and with it the redirects to it.
 * @param remembered former path → path, as of the last publish
 * @param renamed former path → path, all at once: two documents may have swapped places
 * @param isDocument whether a path is a document after the publish
 */
export function redirectsAfter(
  remembered: ReadonlyMap<string, string>,
  renamed: ReadonlyMap<string, string>,
  isDocument: (path: string) => boolean,
): Map<string, string> {
  const takenOver = new Set(renamed.values());
  const followed = [...remembered].flatMap(([former, path]) => {
    const next = renamed.get(path) ?? (takenOver.has(path) ? undefined : path);
    return next === undefined ? [] : [[former, next] as const];
  });
  return new Map(
    [...followed, ...renamed].filter(([former, path]) => !isDocument(former) && isDocument(path)),
  );
}
