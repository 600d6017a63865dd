import { z } from 'zod';
import { belowDocsPath } from '../document-path.ts';
import type { FileDelta } from '../file-delta.ts';
import { shaShape } from './commit-shape.ts';

/** A file as GitHub's comparisons list it. */
export const comparedFileShape = z.object({
  filename: z.string(),
  previous_filename: z.string().optional(),
  status: z.string(),
  sha: shaShape.nullable(),
  patch: z.string().optional(),
});

export type ComparedFile = z.output<typeof comparedFileShape>;

/** Which sides of a file's change a status speaks of. */
const SIDES = new Map([
  ['added', { before: false, after: true }],
  ['copied', { before: false, after: true }],
  ['modified', { before: true, after: true }],
  ['renamed', { before: true, after: true }],
  ['removed', { before: true, after: false }],
]);

/** Whether any side of the change is below the docs root. */
export function touchesDocs(
  { filename, previous_filename: previous }: ComparedFile,
  docsPath: string,
): boolean {
  return [filename, previous ?? filename].some((path) => belowDocsPath(path, docsPath) !== null);
}

/**
 * The change of a file below the docs root.
 * @returns null where the comparison does not tell what the file is now: it changed its type, or is a submodule
 */
export function deltaOf(file: ComparedFile, docsPath: string): FileDelta | null {
  const sides = SIDES.get(file.status);
  if (sides === undefined || /^[+-]Subproject commit /m.test(file.patch ?? '')) return null;
  const before = sides.before ? belowDocsPath(file.previous_filename ?? file.filename, docsPath) : null;
  const path = sides.after ? belowDocsPath(file.filename, docsPath) : null;
  if (path === null) return { before, after: null };
  return file.sha === null ? null : { before, after: { path, blob: file.sha } };
}
