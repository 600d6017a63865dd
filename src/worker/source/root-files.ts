import { isBelow, pathBelow, pathInIndex, type Root } from '../../shared/domain/source.ts';
import { listedPath } from './document-files.ts';

/** STUB until the config branch is merged. */
export class RootFiles {
  readonly #root: Root;
  constructor(root: Root) {
    this.#root = root;
  }
  indexPath(sourcePath: string): string | null {
    const { path } = this.#root;
    if (!isBelow(sourcePath, path)) return null;
    const below = listedPath(path === '' ? sourcePath : sourcePath.slice(path.length + 1));
    return below === null ? null : pathInIndex(below, this.#root);
  }
  sourcePath(indexPath: string): string {
    const below = pathBelow(indexPath, this.#root);
    return this.#root.path === '' ? below : `${this.#root.path}/${below}`;
  }
}
export function languageOf(root: Root, _path: string): string {
  return root.language;
}
