import type { Change } from '../../shared/domain/change.ts';
import { listedPath } from './document-path.ts';

/** A file before and after, as a comparison of two trees names it; paths are relative to the docs root. */
export interface FileDelta {
  /** null where there was no file below the docs root. */
  readonly before: string | null;
  /** null where there is none any more. */
  readonly after: { readonly path: string; readonly blob: string } | null;
}

/** What a comparison of files means for the documents among them: a page that stops being one is removed. */
export function toChanges(deltas: readonly FileDelta[]): Change[] {
  return deltas.flatMap(({ before, after }): Change[] => {
    const previousPath = before === null ? null : listedPath(before);
    const path = after === null ? null : listedPath(after.path);
    if (after === null || path === null) {
      return previousPath === null ? [] : [{ kind: 'removed', path: previousPath }];
    }
    const { blob } = after;
    if (previousPath === null) return [{ kind: 'added', path, blob }];
    return [
      previousPath === path
        ? { kind: 'modified', path, blob }
        : { kind: 'renamed', previousPath, path, blob },
    ];
  });
}
