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
    ['a slip of the pen', 'core/eino_adk/agent_hilt.md', 'core/eino_adk/agent_hitl.md'],
    ['the file name alone', 'agent_hitl', 'core/eino_adk/agent_hitl.md'],
    ['the title', 'human in the loop', 'core/eino_adk/agent_hitl.md'],
    ['a part of the name', 'orchestration.md', 'core/graph_orchestration.md'],
  ])('%s leads to the document', (_, asked, expected) => {
    expect(nearestPaths(asked, DOCUMENTS)[0]).toBe(expected);
  });

  test('nothing is suggested for what has nothing in common', () => {
    expect(nearestPaths('zzzzzz', DOCUMENTS)).toEqual([]);
  });

  test('a text without end is no reason to hang', () => {
    expect(nearestPaths('core/'.repeat(200_000), DOCUMENTS).length).toBeLessThanOrEqual(5);
  });
});
