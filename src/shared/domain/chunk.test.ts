import { describe, expect, test } from '@jest/globals';
import { withoutLinkTargets } from './chunk.ts';

describe('removing link targets from Markdown', () => {
  test.each([
    ['See [the guide](https://www.example.com/docs/a_(b)/#c "Guide").', 'See [the guide].'],
    ['![a graph](/img/graph.png) and [below](#below)', '![a graph] and [below]'],
    ['[other](./other.md), [up](../up.md)', '[other], [up]'],
    ['[ref]: https://example.com', '[ref]: https://example.com'],
    ['schema.Pipe[string](10) and handlers[0](ctx)', 'schema.Pipe[string](10) and handlers[0](ctx)'],
    ['[open](https://example.com', '[open](https://example.com'],
  ])('%s becomes %s', (markdown, expected) => {
    expect(withoutLinkTargets(markdown)).toBe(expected);
  });
});
