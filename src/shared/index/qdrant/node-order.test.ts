import { describe, expect, test } from '@jest/globals';
import { NodeOrder } from './node-order.ts';

describe('NodeOrder', () => {
  let now = 0;
  const order = () => new NodeOrder(['a', 'b', 'c'], () => now);

  test('NodeOrder starts with the first address and stays at the one that worked last', () => {
    const nodes = order();
    expect(nodes.candidates()).toEqual(['a', 'b', 'c']);
    nodes.failed('a');
    nodes.worked('b');
    expect(nodes.candidates()).toEqual(['b', 'c']);
    now += 3_600_000;
    expect(nodes.candidates()).toEqual(['b', 'c', 'a']);
  });

  test('NodeOrder leaves out an address that failed for half a minute, unless all have failed', () => {
    const nodes = order();
    nodes.failed('a');
    expect(nodes.candidates()).toEqual(['b', 'c']);
    expect(nodes.all).toEqual(['a', 'b', 'c']);
    nodes.failed('b');
    nodes.failed('c');
    expect(nodes.candidates()).toEqual(['a', 'b', 'c']);
    now += 30_000;
    expect(nodes.candidates()).toEqual(['a', 'b', 'c']);
  });
});
