import { describe } from '@jest/globals';
import { formerPaths } from './index/former-paths.ts';
import { generations } from './index/generations.ts';
import { histories } from './index/histories.ts';
import { type IndexLocation, useIndex } from './index/index-fixture.ts';
import { languages } from './index/languages.ts';
import { leases } from './index/leases.ts';
import { lists } from './index/lists.ts';
import { publishing } from './index/publishing.ts';
import { renames } from './index/renames.ts';
import { reuse } from './index/reuse.ts';
import { searching } from './index/searching.ts';
import { statuses } from './index/statuses.ts';
import { words } from './index/words.ts';

/**
 * Tests what every index adapter must do.
 * @param name of the adapter
 * @param createLocation creates an empty index for one test
 */
export function indexContract(name: string, createLocation: () => Promise<IndexLocation>): void {
  describe(`${name} index`, () => {
    const index = useIndex(createLocation);
    describe('status', () => statuses(index));
    describe('publishing', () => publishing(index));
    describe('list', () => lists(index));
    describe('reuse', () => reuse(index));
    describe('renames', () => renames(index));
    describe('former paths', () => formerPaths(index));
    describe('history', () => histories(index));
    describe('lease', () => leases(index));
    describe('generations', () => generations(index));
    describe('search', () => searching(index));
    describe('languages', () => languages(index));
    describe('words', () => words(index));
  });
}
