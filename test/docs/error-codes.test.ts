import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ERROR_CODES } from '../../src/shared/error-codes.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Returns all source code of a folder, without tests. */
function sourceOf(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && path !== 'error-codes.ts')
    .map((path) => readFileSync(join(ROOT, folder, path), 'utf8'))
    .join('\n');
}

const worker = sourceOf('src/worker') + sourceOf('src/shared');
const server = sourceOf('src/server');

test('docs/sync.md explains every error code of the worker, and no other', () => {
  const used = ERROR_CODES.filter((code) => worker.includes(`'${code}'`));
  const rows = readFileSync(join(ROOT, 'docs/sync.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm);
  const explained = [...rows].map(([, code]) => code);
  expect(explained.toSorted()).toEqual(used.toSorted());
});

test('every error code is used in the source', () => {
  expect(ERROR_CODES.filter((code) => !`${worker}${server}`.includes(`'${code}'`))).toEqual([]);
});
