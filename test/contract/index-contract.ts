import { describe } from '@jest/globals';
import { generations } from './index/generations.ts';
import { histories } from './index/histories.ts';
import { type IndexPlace, useIndex } from './index/index-place.ts';
import { leases } from './index/leases.ts';
import { publishing } from './index/publishing.ts';
import { renames } from './index/renames.ts';
import { reuse } from './index/reuse.ts';
import { searching } from './index/searching.ts';
import { statuses } from './index/statuses.ts';

/**
 * The contract that every index adapter must fulfil.
 * @param name of the adapter
 * @param createPlace makes an empty place for one test's index
 */
export function indexContract(name: string, createPlace: () => Promise<IndexPlace>): void {
  describe(`${name} as an index`, () => {
    const index = useIndex(createPlace);
    describe('status', () => statuses(index));
    describe('publishing', () => publishing(index));
    describe('reuse', () => reuse(index));
    describe('renames', () => renames(index));
    describe('history', () => histories(index));
    describe('lease', () => leases(index));
    describe('generations', () => generations(index));
    describe('search', () => searching(index));
  });
}
