import type { TreeEntry } from '../tree-listing.ts';

/** Reads the output of `git ls-tree -r -z`. */
export function* parseTree(output: string): Generator<TreeEntry> {
  for (const record of output.split('\0')) {
    const match = /^(\d{6}) \w+ ([0-9a-f]{40,64})\t(.+)$/s.exec(record);
    if (match !== null) yield { mode: match[1] ?? '', sha: match[2] ?? '', path: match[3] ?? '' };
  }
}
