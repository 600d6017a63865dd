import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EINO_SOURCES } from '../../src/worker/source-list/configured-sources.ts';
import { readSourceList } from '../../src/worker/source-list/read-source-list.ts';
import { ROOT_KEYS, SOURCE_KEYS } from '../../src/worker/source-list/source-list-schema.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const page = readFileSync('docs/sources.md', 'utf8');
const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = '']) => yaml);

let folder: string;
beforeAll(async () => {
  folder = await createTemporaryFolder('documented-sources');
});
afterAll(() => removeFolder(folder));

function read(yaml: string) {
  const file = join(folder, 'sources.yaml');
  writeFileSync(file, yaml);
  return readSourceList(file, 'https://github.com');
}

test('docs/sources.md shows the built-in list', () => {
  expect(read(examples[0] ?? '')).toEqual(EINO_SOURCES);
});

test.each(examples)('docs/sources.md shows a valid list: %j', (yaml) => {
  expect(read(yaml)).not.toEqual([]);
});

test('docs/sources.md describes every key of a source and of a root', () => {
  const tables = [...page.matchAll(/^\| key \|.*\n(?:\|.*\n)+/gm)].join('\n');
  const described = [...tables.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, key]) => key);
  expect(described).toEqual([...SOURCE_KEYS, ...ROOT_KEYS]);
});
