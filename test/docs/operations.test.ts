import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const operations = read('docs/operations.md');

/** The string literals of a union type, as its source has them. */
function members(source: string, type: string): string[] {
  const [, body = ''] = new RegExp(`type ${type} =([^;]*);`).exec(source) ?? [];
  return [...body.replaceAll(/\/\*\*.*?\*\//gs, '').matchAll(/'(\w+)'/g)].map(([, member = '']) => member);
}

describe('docs/operations.md', () => {
  const freshness = read('src/shared/freshness/freshness.ts');

  test.each([
    ['state of freshness', members(freshness, 'FreshnessState')],
    ['reason for stale data', members(freshness, 'StaleReason')],
    ['mode of search', members(read('src/server/search/search-outcome.ts'), 'SearchMode')],
  ])('says what to do about every %s', (_, names) => {
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });

  test('says what to do about every reason for a lexical search', () => {
    const sources = ['src/server/search/query-embedder.ts', 'src/server/search/search-outcome.ts']
      .map(read)
      .join();
    const reasons = [
      ...new Set(sources.match(/\b(no_embedder|embedder_failing|fingerprint_mismatch|index_without_\w+)\b/g)),
    ];
    expect(reasons).toHaveLength(4);
    expect(reasons.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
  });
});

test('docs/operations.md shows `worker status` as it is printed', () => {
  const [, shown = ''] = /^```text\n(index .*?)^```/ms.exec(operations) ?? [];
  const labels = shown
    .split('\n')
    .map((line) => line.slice(0, 10).trim())
    .filter((label) => label !== '');
  expect(labels.length).toBeGreaterThan(5);
  const printed = read('src/worker/cli/status-text.ts');
  expect(labels.filter((label) => !printed.includes(`['${label}', `))).toEqual([]);
  const [, state, reason = ''] = /^freshness +(\w+): (.*) \(/m.exec(shown) ?? [];
  expect(state).toBe('stale');
  expect(printed).toContain(`'${reason}'`);
});

describe('docs/deployment.md', () => {
  test('has every setting of the supervisor with its default, and no other', () => {
    const script = [...read('supervisor.sh').matchAll(/=\$\{([A-Z_]+):-([\w.]+)\}/g)]
      .map(([, name, value]) => ({ name, value }))
      .filter(({ name }) => !name?.includes('__') && name !== 'PORT');
    const table = [...read('docs/deployment.md').matchAll(/^\| `([A-Z_]+)` \| `([\w.]+)` \|/gm)];
    expect(table.map(([, name, value]) => ({ name, value })).toSorted(byName)).toEqual(
      script.toSorted(byName),
    );
  });
});

function byName(a: { name: string | undefined }, b: { name: string | undefined }): number {
  return String(a.name).localeCompare(String(b.name));
}
