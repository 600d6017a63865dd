import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitAtDeclarations } from './go-recovery.ts';

describe('splitAtDeclarations()', () => {
  test('splitAtDeclarations() keeps the comments above a declaration with it', () => {
    expect(
      splitAtDeclarations(
        'package a\n\n// F runs.\n//\n// It does.\nfunc F() {\n}\n/* T\nis it. */\ntype T int\n',
      ),
    ).toEqual([
      'package a\n\n',
      '// F runs.\n//\n// It does.\nfunc F() {\n}\n',
      '/* T\nis it. */\ntype T int\n',
    ]);
  });

  test('splitAtDeclarations() loses no character of any text', () => {
    const line = fc.constantFrom(
      'func f() {\n',
      'type T\n',
      '// a\n',
      '/* b\n',
      'c */\n',
      '}\n',
      '\n',
      'var',
      'x',
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(splitAtDeclarations(lines.join('')).join('')).toBe(lines.join(''));
      }),
    );
  });
});
