import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
/** Names of settings look like codes and stand where settings are described. */
const CODE =
  /'((?:GITHUB|DOCS|EMBEDDER|SUMMARIZER|INDEX|QDRANT)_[A-Z_]+|MASS_DELETE_REFUSED|SPOOL_FAILED|OUTPUT_FAILED|ABORTED|USAGE|CONFIG_INVALID|INTERNAL)'/g;

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('config'))
    .map((path) => join(ROOT, folder, path));
}

test('every error code of the worker is explained in docs/sync.md, and no other', () => {
  const used = ['src/worker', 'src/shared']
    .flatMap(sourceFiles)
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(CODE)].map(([, code]) => code));
  const rows = readFileSync(join(ROOT, 'docs/sync.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm);
  const explained = [...rows].map(([, code]) => code);
  expect(explained.toSorted()).toEqual([...new Set([...used, 'CONFIG_INVALID'])].toSorted());
});
