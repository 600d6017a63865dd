import { describe, expect, test } from '@jest/globals';
import { match } from '../../../test/support/document-match.ts';
import type { ChunkMatch } from '../../shared/index/index-reader.ts';
import { foundDocument } from './found-document.ts';

const found = match('a.md', 'text');

function passage(ordinal: number, heading: string, text: string, score: number): ChunkMatch {
  const [first] = found.chunks;
  if (first === undefined) throw new Error('a match has a passage');
  return {
    chunk: {
      ...first.chunk,
      ordinal,
      heading,
      breadcrumbs: ['Guide', heading],
      url: `a.md#${heading}`,
      text,
    },
    score,
  };
}

describe('a document found', () => {
  test('shows its passages as sections, best first', () => {
    const { sections } = foundDocument(
      { ...found, chunks: [passage(7, 'run', 'Run it.', 0.4), passage(2, 'stop', 'Stop it.', 0.9)] },
      [],
    );
    expect(sections).toEqual([
      { heading: 'stop', breadcrumbs: ['Guide', 'stop'], url: 'a.md#stop', snippet: 'Stop it.', score: 0.9 },
      { heading: 'run', breadcrumbs: ['Guide', 'run'], url: 'a.md#run', snippet: 'Run it.', score: 0.4 },
    ]);
  });

  test('puts neighbours together, with the heading a reader passes between them', () => {
    const { sections } = foundDocument(
      {
        ...found,
        chunks: [
          passage(4, 'run', 'Then more.', 0.9),
          passage(3, 'run', 'First.', 0.3),
          passage(5, 'stop', 'Stop it.', 0.2),
        ],
      },
      [],
    );
    expect(sections).toHaveLength(1);
    expect(sections[0]).toMatchObject({
      heading: 'run',
      url: 'a.md#run',
      snippet: 'First.\n\nThen more.\n\n### stop\n\nStop it.',
      score: 0.9,
    });
  });

  test('shows of long passages where the question speaks, and of its best passage most', () => {
    const long = `${'Something else.\n\n'.repeat(100)}How to resume.\n\n${'Something else.\n\n'.repeat(100)}`;
    const { sections } = foundDocument(
      { ...found, chunks: [passage(2, 'stop', long, 0.9), passage(7, 'run', long, 0.4)] },
      ['resum'],
    );
    const [best = '', other = ''] = sections.map(({ snippet }) => snippet);
    expect(best).toContain('How to resume.');
    expect(other).toContain('How to resume.');
    expect(best.length).toBeGreaterThan(700);
    expect(best.length).toBeLessThan(900);
    expect(other.length).toBeLessThan(500);
  });
});
