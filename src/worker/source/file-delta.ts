import type { Change } from '../../shared/domain/change.ts';
import { isDocumentPath } from './document-path.ts';

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
    const previousPath = before !== null && isDocumentPath(before) ? before : null;
    if (after === null || !isDocumentPath(after.path)) {
      return previousPath === null ? [] : [{ kind: 'removed', path: previousPath }];
    }
    if (previousPath === null) return [{ kind: 'added', ...after }];
    return [
      previousPath === after.path
        ? { kind: 'modified', ...after }
        : { kind: 'renamed', previousPath, ...after },
    ];
  });
}
