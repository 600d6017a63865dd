/** Stands where a name is not UTF-8, and here for control characters too, which would break line protocols and terminals. */
const UNPRINTABLE = '\uFFFD';

/**
 * The path a file below the docs root is listed under, for every source alike; null where it is no document: its name
 * does not end in `.md`, or a part of it is hidden (which leaves `..` out too).
 */
export function listedPath(path: string): string | null {
  const isVisible = path.split('/').every((part) => part !== '' && !part.startsWith('.'));
  return path.endsWith('.md') && isVisible ? path.replace(/\p{Cc}/gu, UNPRINTABLE) : null;
}

/** Whether the path a file is listed under is not its real one, so that no source can read it. */
export function isUnprintable(path: string): boolean {
  return path.includes(UNPRINTABLE);
}

/** @returns the path below `docsPath` (`''`: the repository itself), or null for a path that is not below it */
export function belowDocsPath(path: string, docsPath: string): string | null {
  if (docsPath === '') return path;
  return path.startsWith(`${docsPath}/`) ? path.slice(docsPath.length + 1) : null;
}

/** The opposite of `belowDocsPath`: the path inside the repository. */
export function repositoryPath(path: string, docsPath: string): string {
  return docsPath === '' ? path : `${docsPath}/${path}`;
}
