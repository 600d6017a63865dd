import type { Change } from '../../../shared/domain/change.ts';
import { type FileDelta, toChanges } from '../file-delta.ts';
import { SUBMODULE_MODE } from '../tree-listing.ts';

/** Reads the output of `git diff-tree -r -z -M --raw --no-abbrev` of two docs roots. */
export function parseDiff(output: string): Change[] {
  const fields = output.split('\0');
  const deltas: FileDelta[] = [];
  for (let i = 0; i < fields.length - 1; ) {
    const [oldMode = '', newMode = '', , newSha = '', status = ''] = (fields[i++] ?? '').slice(1).split(' ');
    const path = fields[i++] ?? '';
    const before = status === 'A' || oldMode === SUBMODULE_MODE ? null : path;
    const after = /^[RC]/.test(status) ? (fields[i++] ?? '') : path;
    deltas.push({
      before,
      after: status === 'D' || newMode === SUBMODULE_MODE ? null : { path: after, blob: newSha },
    });
  }
  return toChanges(deltas);
}
