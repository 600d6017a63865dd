import { describe, expect, test } from '@jest/globals';
import { nearestPaths } from './nearest-paths.ts';

const DOCUMENTS = [
  { path: 'core/eino_adk/agent_hitl.md', title: 'Human in the loop' },
  { path: 'core/graph_orchestration.md', title: 'Graph' },
  { path: 'core/chain.md', title: 'Chain' },
  { path: 'ecosystem/model_ark.md', title: 'Ark' },
];

describe('the nearest paths', () => {
  test.each([
    ['a path with a typing error', 'core/eino_adk/agent_hilt.md', 'core/eino_adk/agent_hitl.md'],
    ['the file name alone', 'agent_hitl', 'core/eino_adk/agent_hitl.md'],
    ['the title', 'human in the loop', 'core/eino_adk/agent_hitl.md'],
    ['a part of the file name', 'orchestration.md', 'core/graph_orchestration.md'],
  ])('the nearest path is found by %s', async (_, asked, expected) => {
    expect((await nearestPaths(asked, DOCUMENTS))[0]).toBe(expected);
  });

  test('a text that has nothing in common with any path has no nearest paths', async () => {
    expect(await nearestPaths('zzzzzz', DOCUMENTS)).toEqual([]);
  });

  test('a text of a million characters has at most five nearest paths', async () => {
    expect((await nearestPaths('core/'.repeat(200_000), DOCUMENTS)).length).toBeLessThanOrEqual(5);
  });
});
