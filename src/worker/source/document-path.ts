/** Control characters would break line protocols and terminals; U+FFFD stands where a name is not UTF-8. */
const UNPRINTABLE = /[\p{Cc}\uFFFD]/u;

/**
 * Whether a path below the docs root is that of a document, for every source alike: it ends in `.md`, and no part
 * of it is hidden (which leaves `..` out too).
 */
export function isDocumentPath(path: string): boolean {
  return (
    path.endsWith('.md') &&
    !UNPRINTABLE.test(path) &&
    path.split('/').every((part) => part !== '' && !part.startsWith('.'))
  );
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
