import type { Format } from './format.ts';
import { markdownFormat } from './markdown-format.ts';

/** The format of a file, by its name. The Go parser is loaded with the first Go file: most indexes have none. */
export async function formatOf(path: string): Promise<Format> {
  return path.endsWith('.go') ? await loadedGoFormat() : markdownFormat;
}

let goFormat: Promise<Format> | null = null;

function loadedGoFormat(): Promise<Format> {
  goFormat ??= import('./go/go-format.ts').then(({ loadGoFormat }) => loadGoFormat());
  return goFormat;
}
