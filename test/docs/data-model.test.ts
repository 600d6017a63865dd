import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { FUSED_CANDIDATES } from '../../src/shared/index/ranking.ts';
import { FIELD_WEIGHTS } from '../../src/shared/lexical/lexical-terms.ts';

const page = readFileSync('docs/data-model.md', 'utf8');

test('docs/data-model.md states how many candidates of each ranking are fused', () => {
  expect(page).toContain(`BM25 ranking (${FUSED_CANDIDATES} deep each)`);
});

test('docs/data-model.md states the weight of each lexical field', () => {
  expect(FIELD_WEIGHTS).toEqual({ title: 2, headings: 1, body: 1, identifiers: 1 });
  expect(page).toMatch(/: the stems of title \(with weight 2\), headings, identifiers \(.*\) and passage\./);
});
