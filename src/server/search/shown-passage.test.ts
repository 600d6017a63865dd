import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { estimateTokens } from '../answer/token-budget.ts';
import { unitsOf } from './markdown-units.ts';
import { excerpt as excerptOf } from './shown-passage.ts';

const excerpt = (text: string, stems: readonly string[], width: number) =>
  excerptOf(unitsOf(text, estimateTokens), { stems, width }).snippet;

const filler = (n: number) => `Paragraph ${n} speaks of other things, and goes on about them for a while.`;
const paragraphs = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => filler(from + at)).join('\n\n');

describe('an excerpt', () => {
  test('an excerpt of a text that exceeds the length only slightly is the whole text', () => {
    const text = paragraphs(0, 3);
    expect(excerpt(text, ['other'], text.length)).toBe(text);
    expect(excerpt(text, ['other'], Math.ceil(text.length / 1.15))).toBe(text);
  });

  test('an excerpt begins with the paragraph that has the words of the query, and marks omissions', () => {
    const text = `${paragraphs(0, 5)}\n\nInterrupt a run, then resume it.\n\n${paragraphs(5, 12)}`;
    const shown = excerpt(text, ['interrupt', 'resum'], 250);
    expect(shown).toMatch(/^… Interrupt a run, then resume it\.\n\nParagraph 5 .* …$/s);
    expect(shown.length).toBeLessThan(270);
  });

  test("an excerpt prefers more of the query's words to more occurrences of one", () => {
    const text = `graph graph\ngraph graph\n\n${paragraphs(0, 5)}\n\nA graph in a chain.\n\n${paragraphs(5, 9)}`;
    expect(excerpt(text, ['graph', 'chain'], 150)).toContain('A graph in a chain.');
  });

  test('an excerpt is the beginning of a text without any word of the query', () => {
    expect(excerpt(paragraphs(0, 9), ['absent'], 200)).toMatch(/^Paragraph 0 .* …$/s);
    expect(excerpt(paragraphs(0, 9), [], 200)).toMatch(/^Paragraph 0 /);
  });

  test('an excerpt at the end of a text is filled up with the text before it', () => {
    const shown = excerpt(`${paragraphs(0, 9)}\n\nThe answer.`, ['answer'], 200);
    expect(shown).toMatch(/^… Paragraph 7 .*The answer\.$/s);
  });

  test('an excerpt shows a block of code to its end, however much prose has to give way', () => {
    const code = Array.from({ length: 12 }, (_, n) => `line${n} := compute(${n})`).join('\n');
    const text = `${paragraphs(0, 3)}\n\nBefore.\n\n\`\`\`go\n${code}\n\`\`\`\n\nAfter.\n\n${paragraphs(3, 6)}`;
    const shown = excerpt(text, ['line7'], 200);
    expect(shown).toContain(`\`\`\`go\n${code}\n\`\`\``);
    expect(shown.length).toBeLessThan(code.length + 200);
  });

  test('an excerpt closes a block of code that its text does not close', () => {
    expect(excerpt('Run it:\n\n```sh\nnpm start', [], 400)).toBe('Run it:\n\n```sh\nnpm start\n```');
  });

  test('an excerpt has its heading above it, and a comment in code does not count as a heading', () => {
    const code = `\`\`\`sh\n# not a heading\n${'run\n'.repeat(4)}resume\n\`\`\``;
    const text = `## First\n\n${paragraphs(0, 4)}\n\n### Second\n\n${paragraphs(4, 6)}\n\n${code}\n\nEnd.`;
    expect(excerpt(text, ['resume'], 60)).toMatch(
      /^### Second\n\n```sh\n# not a heading\n(run\n)*resume\n```\n\nEnd\.$/,
    );
    expect(excerpt(text, ['second'], 100)).toMatch(/^### Second\n\nParagraph 4 /);
  });

  test('an excerpt without the code after its prose ends with the prose', () => {
    const text = `Interrupt it like this:\n\n\`\`\`go\n${'agent.Interrupt(ctx)\n'.repeat(20)}\`\`\``;
    expect(excerpt(text, [], 30)).toBe('Interrupt it like this: …');
  });

  test('an excerpt does not end with headings', () => {
    const text = `How to resume a graph.\n\n## Types\n\n### Option\n\n${paragraphs(0, 9)}`;
    expect(excerpt(text, ['resum'], 60)).toBe('How to resume a graph. …');
  });

  test('an excerpt leaves images out, but not those in code', () => {
    const text =
      '![A graph](https://example.com/a.png)\n\n[![badge](b.svg)](https://example.com) Run it. ![](c.png)\n\n```md\n![x](y.png)\n```';
    expect(excerpt(text, [], 400)).toBe(' Run it. \n\n```md\n![x](y.png)\n```');
  });

  test('a Chinese character is as wide as two others', () => {
    const of = (letter: string) => excerpt(`${letter.repeat(20)}\n\n`.repeat(20), [letter], 200).length;
    expect(of('图')).toBeLessThan(of('x') * 0.7);
  });

  test('an excerpt from a table has the head of the table', () => {
    const rows = Array.from({ length: 20 }, (_, n) => `| field${n} | what it means |`).join('\n');
    const shown = excerpt(`| Name | Meaning |\n| --- | --- |\n${rows}`, ['field12'], 100);
    expect(shown).toMatch(/^\| Name \| Meaning \|\n\| --- \| --- \|\n\| field12 \| what it means \|\n/);
  });

  test('an excerpt splits a long line between words', () => {
    const line = `${'filler words '.repeat(200)}the answer ${'and more '.repeat(200)}`;
    const shown = excerpt(line, ['answer'], 400);
    expect(shown).toMatch(/^… \w.*the answer .*\w {1,2}…$/);
    expect(shown.length).toBeLessThan(420);
  });

  test('an excerpt of any text is bounded and well-formed, and its code blocks are closed', () => {
    const pieces = [
      'word ',
      'interrupt ',
      '\n',
      '\n\n',
      '```go\n',
      '```\n',
      '| a | b |\n',
      '| - | - |\n',
      '😀',
      '    x\n',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 300 }),
        fc.integer({ min: 20, max: 400 }),
        (parts, length) => {
          const text = parts.join('');
          const shown = excerpt(text, ['interrupt', 'word'], length);
          expect(shown.length).toBeLessThan(length * 1.2 + 400 + longestCode(text));
          expect(shown.isWellFormed()).toBe(true);
          expect(endsInCode(shown)).toBe(false);
        },
      ),
    );
  });
});

function longestCode(text: string): number {
  return Math.max(0, ...text.split('```').map((part) => part.length));
}

/** Whether a block of code is not closed, whose closing line is a fence alone. */
function endsInCode(text: string): boolean {
  return (text.match(/^ *```.*$/gm) ?? []).reduce((isOpen, line) => !isOpen || line.trim() !== '```', false);
}
