import { describe, expect, test } from '@jest/globals';
import { isDeprecated, withoutLinkTargets } from './chunk.ts';

describe('withoutLinkTargets()', () => {
  test.each([
    ['See [the guide](https://www.example.com/docs/a_(b)/#c "Guide").', 'See [the guide].'],
    ['![a graph](/img/graph.png) and [below](#below)', '![a graph] and [below]'],
    ['[other](./other.md), [up](../up.md)', '[other], [up]'],
    ['[ref]: https://example.com', '[ref]: https://example.com'],
    ['schema.Pipe[string](10) and handlers[0](ctx)', 'schema.Pipe[string](10) and handlers[0](ctx)'],
    ['[open](https://example.com', '[open](https://example.com'],
  ])('withoutLinkTargets() turns %s into %s', (markdown, expected) => {
    expect(withoutLinkTargets(markdown)).toBe(expected);
  });
});

describe('a deprecated chunk', () => {
  const section = { heading: 'B', breadcrumbs: ['B'], url: 'a.go#L7', start: 10 };
  const deprecated = true as const;

  test('a chunk is deprecated if all of its sections are', () => {
    expect(isDeprecated({ deprecated, sections: [] })).toBe(true);
    expect(isDeprecated({ deprecated, sections: [{ ...section, deprecated }] })).toBe(true);
    expect(isDeprecated({ deprecated, sections: [section] })).toBe(false);
    expect(isDeprecated({ sections: [{ ...section, deprecated }] })).toBe(false);
  });
});
