import { matchesGlob } from 'node:path';
import type { Root } from '../../shared/domain/source.ts';

/** The language of a document: that of the first glob in `languages` that matches, else the root's own. */
export function languageOf(root: Root, pathBelowRoot: string): string {
  for (const [language, globs] of Object.entries(root.languages)) {
    if (globs.some((glob) => matchesGlob(pathBelowRoot, glob))) return language;
  }
  return root.language;
}
