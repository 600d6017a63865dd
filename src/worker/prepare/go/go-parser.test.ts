import { beforeAll, describe, expect, test } from '@jest/globals';
import { TooComplex } from '../parser-budget.ts';
import { GoBudget, GoParser } from './go-parser.ts';

let parser: GoParser;
beforeAll(async () => {
  parser = await GoParser.load();
});

/** Reports that parsing a text takes. */
function reports(source: string): number {
  const budget = new GoBudget(1_000_000);
  const before = budget.reports;
  parser.read(source, budget, () => null);
  return before - budget.reports;
}

describe('GoParser', () => {
  test('GoParser frees the tree after it was read, and parses the next file from its beginning', () => {
    const types = (source: string) =>
      parser.read(source, new GoBudget(source.length), (file) => file.namedChildren.map(({ type }) => type));
    expect(types('package a\n')).toEqual(['package_clause']);
    expect(types('var x int\n')).toEqual(['var_declaration']);
  });

  test('GoParser stops when the budget is spent, and parses the next file all the same', () => {
    const long = `package a\nvar x = ${'f('.repeat(200_000)}`;
    const small = new GoBudget(0);
    expect(() => parser.read(long, small, () => null)).toThrow(TooComplex);
    expect(small.reports).toBeLessThan(0);
    expect(parser.read('package b\n', new GoBudget(10), (file) => file.text)).toBe('package b\n');
  });

  test.each([
    ['parentheses', 'package a\nvar x = ', '('],
    ['calls', 'package a\nvar x = ', 'f('],
    ['blocks', 'package a\nfunc f() ', '{'],
    ['functions without an end', 'package a\n', 'func '],
    ['raw strings', 'package a\n', '`'],
    ['strings', '', '"'],
    ['block comments', '', '/*'],
    ['comments', '', '// a\n'],
    ['indexes', 'package a\nvar x = ', 'a[b,'],
    ['types', 'package a\n', 'type T struct {\n'],
    ['statements', 'package a\nfunc f() {', 'if x {'],
    ['Markdown', '', '# Hello *world* `x`\n\n'],
    ['JSON', '', '{"a": [1, 2, {"b": null}]},'],
    ['control characters', '', '\u0001\u00ff@$%^'],
    ['literals', 'package a\nvar x = []int{', '{1,2},'],
  ])('parsing twice as many %s takes at most about twice the work, within the budget', (_, start, unit) => {
    const text = (length: number) => start + unit.repeat(Math.ceil(length / unit.length));
    const half = reports(text(20_000));
    const whole = reports(text(40_000));
    expect(whole).toBeLessThan(2.5 * half + 100);
    expect(new GoBudget(40_000).reports).toBeGreaterThan(whole);
  });

  test('GoParser stops after fifteen seconds, because some errors make every later operation slower', () => {
    const source = `package a\n${'*/\n'.repeat(1_000)}`;
    let now = 0;
    const read = (msPerReport: number) =>
      parser.read(
        source,
        new GoBudget(source.length, () => (now += msPerReport)),
        ({ hasError }) => hasError,
      );
    expect(read(1)).toBe(true);
    expect(() => read(1_000)).toThrow(TooComplex);
  });
});
