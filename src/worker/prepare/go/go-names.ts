import { pathBelow, type Root } from '../../../shared/domain/source.ts';

/** Whether a name of Go is exported: its first letter is upper case. */
export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/**
 * The import path of the package that a file belongs to, as the address of its root gives it:
 * `https://github.com/owner/name/blob/main` and `pkg/a.go` give `github.com/owner/name/pkg`. Null if the address is not
 * that of a repository.
 * @param path path in the index
 */
export function importPathOf(path: string, root: Root): string | null {
  const [, repository, below = ''] =
    /^https?:\/\/([^/]+(?:\/[^/]+)+?)\/blob\/[^/]+(\/.*)?$/.exec(root.site ?? '') ?? [];
  if (repository === undefined) return null;
  return [repository, ...below.split('/'), folderOf(pathBelow(path, root))]
    .filter((part) => part !== '')
    .join('/');
}

/**
 * Whether a file is there to be read as an example: it is in a folder or repository of examples, or it is a test. Its
 * functions are shown whole.
 * @param path path in the index
 */
export function isExample(path: string, root: Root): boolean {
  const folders = [...folderOf(path).split('/'), ...root.path.split('/'), ...(root.site ?? '').split('/')];
  return path.endsWith('_test.go') || folders.some((folder) => /(?:^|[-_])examples?$/i.test(folder));
}

/** The folder of a path, without a slash at its end; `''` for the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
