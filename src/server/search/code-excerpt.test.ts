import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeExcerpts } from './code-excerpt.ts';

const tokens = (text: string) => Math.ceil(text.length / 4);
const cut = (code: string, stems: readonly string[], limit: number, language = 'go') =>
  codeExcerpts(code, { language, limit, tokens }).excerptFor(stems);

const step = (n: number) => `\tif err := step${n}(ctx); err != nil {\n\t\treturn err\n\t}`;
const steps = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => step(from + n)).join('\n');
const func = (name: string, body: string) =>
  `// ${name} does it.\nfunc ${name}(ctx context.Context) error {\n${body}\n}`;

describe('an excerpt of code', () => {
  test('code within the limit is returned as it is', () => {
    const code = func('Run', steps(0, 3));
    expect(cut(code, ['step'], 400)).toBe(code);
  });

  test('Go is cut between declarations, each with its comment, and the lines left out are counted', () => {
    const code = [
      'package a',
      func('First', steps(0, 2)),
      func('Second', steps(2, 4)),
      func('Third', steps(4, 6)),
    ].join('\n\n');
    expect(cut(code, ['second'], 50)).toBe(
      `// … 10 lines left out\n${func('Second', steps(2, 4))}\n\n// … 9 lines left out`,
    );
  });

  test('a function that is too long is cut between the statements of its body, and stays closed', () => {
    const code = func('Run', steps(0, 40));
    const shown = cut(code, ['step20'], 100);
    expect(shown).toMatch(
      /^\/\/ Run does it\.\nfunc Run\(ctx context\.Context\) error \{\n\t\/\/ … \d+ lines left out\n/,
    );
    expect(shown).toContain(step(20));
    expect(shown).toMatch(/\n\t\/\/ … \d+ lines left out\n\}$/);
    expect(tokens(shown)).toBeLessThan(130);
  });

  test('brackets and lines at the margin within strings, comments and raw strings are no borders', () => {
    const raw = 'const text = `\n}\nfunc Fake() {\n`';
    const code = [
      raw,
      func('Real', `${steps(0, 2)}\n\treturn errors.New("} // {") // {`),
      func('Other', steps(2, 30)),
    ].join('\n\n');
    expect(cut(code, ['fake'], 100)).toContain(raw);
    expect(cut(code, ['fake'], 10)).toMatch(/^const text = `\n/);
  });

  test('code in another language is cut at blank lines before lines without indentation', () => {
    const block = (n: number) => `def step${n}():\n    run(${n})\n\n    return ${n}`;
    const code = Array.from({ length: 10 }, (_, n) => block(n)).join('\n\n');
    expect(cut(code, ['step4'], 15, 'python')).toBe(
      `… 12 lines left out\n${block(4)}\n\n… 15 lines left out`,
    );
  });

  test('code without any structure is cut after a line', () => {
    const shown = cut(Array.from({ length: 100 }, (_, n) => `line ${n}`).join('\n'), [], 20, '');
    expect(shown).toMatch(/^line 0\nline 1\n(?:line \d+\n)+… \d+ lines left out$/);
  });

  test('a piece of Go that its braces show to be a part says so', () => {
    expect(cut('func Run() {\n\tstart()', [], 400)).toBe(
      'func Run() {\n\tstart()\n// … the rest is left out',
    );
    expect(cut('\tstop()\n}', [], 400)).toBe('// … the beginning is left out\n\tstop()\n}');
    expect(cut('{{ .Name }', [], 400, 'gotemplate')).toBe('{{ .Name }');
  });

  test('an excerpt of any code has lines of the code alone, in order, and marks that count the rest', () => {
    const line = fc.constantFrom(
      '',
      'func A() {',
      '}',
      '\tb()',
      '\tif c {',
      '\t}',
      '// d',
      'e := `',
      '`',
      'f(',
      ')',
      '"g"',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (lines, limit) => {
        let at = 0;
        let counted = 0;
        for (const text of cut(lines.join('\n'), ['b'], limit).split('\n')) {
          if (/… the (?:rest|beginning) is left out$/.test(text)) continue;
          const [, count] = /… (\d+) lines? left out$/.exec(text) ?? [];
          if (count !== undefined) {
            for (let left = Number(count); left > 0; at++) if (lines[at]?.trim() !== '') left -= 1;
            counted += Number(count);
            continue;
          }
          while (at < lines.length && lines[at] !== text && lines[at] === '') at += 1;
          if (lines.length > 0) expect(text).toBe(lines[at] ?? '');
          at += 1;
        }
        expect(lines.slice(at).every((text) => text === '')).toBe(true);
        expect(counted).toBeLessThanOrEqual(lines.length);
      }),
    );
  });
});
