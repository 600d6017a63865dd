import { describe, expect, test } from '@jest/globals';
import { findIdentifiers, goCode } from './identifiers.ts';

const fence = (language: string, ...lines: string[]) => ['```'.concat(language), ...lines, '```'].join('\n');

describe('a name of one word', () => {
  test.each([
    ['a span', '`Shell`'],
    ['a selector in a span', '`deep.Shell`'],
    ['Go', fence('go', 'type Shell struct {}')],
    ['Go with attributes', fence('go {hl_lines=[1]}', 'func (b *Backend) Shell(ctx context.Context) error')],
    ['code that does not say what it is', fence('', 'var s filesystem.Shell')],
    ['Go in a list', `- a\n\n  ${fence('go', 's := Shell{}').replaceAll('\n', '\n  ')}`],
    ['Go in a quote', `> ${fence('go', 's := []Shell{}').replaceAll('\n', '\n> ')}`],
  ])('counts in %s', (_, text) => expect(findIdentifiers(text)).toContain('Shell'));

  test.each([
    ['prose', 'The Shell. Shell(s)'],
    ['a sentence behind code in a log', fence('', 'ran `a.csv`. Shell exited. * Shell & Shell')],
    ['a line of a log', '`[tool result] Shell started`'],
    ['another language', fence('json', '{"a.Shell": [Shell(1)]}')],
    ['a diagram', fence('mermaid', 'Shell[Start] --> Shell(End)')],
    ['another language in a list', `- a\n  ${fence('bash', 'Shell()').replaceAll('\n', '\n  ')}`],
    ['a comment', fence('go', '// see filesystem.Shell', 'x := "Shell()"')],
  ])('is a word in %s', (_, text) => expect(findIdentifiers(text)).not.toContain('Shell'));
});

test('code is what stands between fences of the same length, and in spans', () => {
  expect(goCode('````\n```\na\n```\n````\n`b` c\n```go\n```')).toEqual([
    '````\n```\na\n```\n````',
    '`b`',
    '```go\n```',
  ]);
});
