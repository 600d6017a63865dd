import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findImports, goSnippets } from './go-snippets.ts';

function names(content: string): string[] {
  return goSnippets(content).flatMap((snippet) =>
    snippet.names.map(({ qualifier, name, line }) => `${line} ${qualifier}.${name}`),
  );
}

describe('qualified names in Markdown', () => {
  test('qualified names are found in Go blocks, in blocks without a language and in code spans', () => {
    const content = [
      'Call `flow.New`, or <code>flow.Open</code>, not flow.Prose.',
      '```go',
      'a := flow.First()',
      'b := flow.Second[flow.Third](a)',
      '```',
      '> ~~~',
      '> flow.Quoted',
      '> ~~~',
      '```python',
      'flow.Python()',
      '```',
      '- ```golang',
      '  x.flow.Chain(flow.Last...)',
    ];
    expect(names(content.join('\r\n'))).toEqual([
      '1 flow.New',
      '1 flow.Open',
      '3 flow.First',
      '4 flow.Second',
      '4 flow.Third',
      '7 flow.Quoted',
    ]);
  });

  test('qualified names in comments and strings are not found', () => {
    const content =
      '```go\n/* flow.Aa\n*/ flow.Bb() // flow.Cc\nx := "flow.Dd \\" flow.Ee"\ny := `flow.Ff`; flow.Gg()\n```';
    expect(names(content)).toEqual(['3 flow.Bb', '5 flow.Gg']);
  });

  test('names that stand for others are not found', () => {
    expect(names('`flow.WithXxx` `flow.With*` `flow.V2*` `flow.With...` `flow.Add<Kind>` `flow.X`')).toEqual(
      [],
    );
  });

  test('text of any kind takes linear time and never fails', () => {
    const line = fc.constantFrom(
      '```go',
      '```',
      '`',
      '``',
      'import (',
      '"',
      "'",
      '/*',
      '*/',
      'a.B',
      '(a ',
      ':=',
      ',',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string())), (parts) => {
        goSnippets(parts.join(''));
        goSnippets(parts.join('\n'));
      }),
    );
    const hostile = ['`', '``a', '"', '/*', 'a.', 'aA', 'import (\n', '(a ', 'a,', '<code>', '\t', '* ', "'"];
    const started = performance.now();
    for (const text of hostile)
      for (const open of ['', '```go\n']) goSnippets(open + text.repeat(300_000 / text.length));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('what Go in a document declares', () => {
  test('imports are found with their aliases, without those in comments', () => {
    const code = 'import "a/b"\nimport x "c"\nimport (\n\t"d" // why (so)\n\ty "e/v2"\n\t// "f"\n)';
    expect(findImports(code)).toEqual([
      { alias: null, path: 'a/b' },
      { alias: 'x', path: 'c' },
      { alias: null, path: 'd' },
      { alias: 'y', path: 'e/v2' },
    ]);
  });

  test('variables and parameters are found', () => {
    const code =
      '```go\nmodel, err := f()\nvar agent = x\nfunc f(ctx context.Context, tool *T, list []T) {}\n```';
    const [snippet] = goSnippets(code);
    for (const name of ['model', 'err', 'agent', 'ctx', 'tool', 'list'])
      expect(snippet?.declared).toContain(name);
    expect(snippet?.declared).not.toContain('context');
  });
});
