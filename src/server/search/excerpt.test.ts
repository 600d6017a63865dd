import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { excerpt as excerptOf } from './excerpt.ts';

const excerpt = (text: string, stems: readonly string[], length: number) =>
  excerptOf(text, stems, length).snippet;

const filler = (n: number) => `Paragraph ${n} speaks of other things, and goes on about them for a while.`;
const paragraphs = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => filler(from + at)).join('\n\n');

describe('an excerpt', () => {
  test('is the text where that is hardly too long', () => {
    const text = paragraphs(0, 3);
    expect(excerpt(text, ['other'], text.length)).toBe(text);
    expect(excerpt(text, ['other'], Math.ceil(text.length / 1.15))).toBe(text);
  });

  test('begins with the paragraph that says what is asked, and says what is left out', () => {
    const text = `${paragraphs(0, 5)}\n\nInterrupt a run, then resume it.\n\n${paragraphs(5, 12)}`;
    const shown = excerpt(text, ['interrupt', 'resum'], 250);
    expect(shown).toMatch(/^…\n\nInterrupt a run, then resume it\.\n\nParagraph 5 .*\n\n…$/s);
    expect(shown.length).toBeLessThan(270);
  });

  test('prefers more of the words to more of one', () => {
    const text = `graph graph\ngraph graph\n\n${paragraphs(0, 5)}\n\nA graph in a chain.\n\n${paragraphs(5, 9)}`;
    expect(excerpt(text, ['graph', 'chain'], 150)).toContain('A graph in a chain.');
  });

  test('is the beginning where no word of the query is in the text', () => {
    expect(excerpt(paragraphs(0, 9), ['absent'], 200)).toMatch(/^Paragraph 0 .*\n\n…$/s);
    expect(excerpt(paragraphs(0, 9), [], 200)).toMatch(/^Paragraph 0 /);
  });

  test('shows the end of a text to the full', () => {
    const shown = excerpt(`${paragraphs(0, 9)}\n\nThe answer.`, ['answer'], 200);
    expect(shown).toMatch(/^…\n\nParagraph 7 .*The answer\.$/s);
  });

  test('opens and closes the code it shows a part of', () => {
    const code = Array.from({ length: 30 }, (_, n) => `line${n} := compute(${n})`).join('\n');
    const text = `Before.\n\n\`\`\`go\n${code}\n\`\`\`\n\nAfter.`;
    const shown = excerpt(text, ['line17'], 120);
    expect(shown).toMatch(/^…\n\n```go\nline17 := compute\(17\)\n(line\d+ := compute\(\d+\)\n)+```\n\n…$/);
  });

  test('stands under its heading, which a comment in code is not', () => {
    const code = `\`\`\`sh\n# not a heading\n${'run\n'.repeat(20)}resume\n${'run\n'.repeat(20)}\`\`\``;
    const text = `## First\n\n${paragraphs(0, 4)}\n\n### Second\n\n${paragraphs(4, 6)}\n\n${code}\n\nEnd.`;
    expect(excerpt(text, ['resume'], 60)).toMatch(
      /^…\n\n### Second\n\n```sh\n(run\n)*resume\n(run\n)*```\n\n…$/,
    );
    expect(excerpt(text, ['second'], 100)).toMatch(/^…\n\n### Second\n\nParagraph 4 /);
  });

  test('does not end by opening code', () => {
    const text = `Interrupt it like this:\n\n\`\`\`go\n${'agent.Interrupt(ctx)\n'.repeat(20)}\`\`\``;
    expect(excerpt(text, [], 40)).toBe('Interrupt it like this:\n\n…');
  });

  test('does not end with headings', () => {
    const text = `How to resume a graph.\n\n## Types\n\n### Option\n\n${paragraphs(0, 9)}`;
    expect(excerpt(text, ['resum'], 60)).toBe('How to resume a graph.\n\n…');
  });

  test('puts the rows of a table under their head', () => {
    const rows = Array.from({ length: 20 }, (_, n) => `| field${n} | what it means |`).join('\n');
    const shown = excerpt(`| Name | Meaning |\n| --- | --- |\n${rows}`, ['field12'], 100);
    expect(shown).toMatch(/^…\n\n\| Name \| Meaning \|\n\| --- \| --- \|\n\| field12 \| what it means \|\n/);
  });

  test('takes a line of any length apart between words', () => {
    const line = `${'filler words '.repeat(200)}the answer ${'and more '.repeat(200)}`;
    const shown = excerpt(line, ['answer'], 400);
    expect(shown).toMatch(/^…\n\n\w.*the answer .*\w …$/);
    expect(shown.length).toBeLessThan(420);
  });

  test('of any text is bounded, well-formed, and has its code blocks closed', () => {
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
          expect(shown.length).toBeLessThan(length * 1.2 + 400);
          expect(shown.isWellFormed()).toBe(true);
          if (fences(text) % 2 === 0) expect(fences(shown) % 2).toBe(0);
        },
      ),
    );
  });
});

function fences(text: string): number {
  return text.match(/^ *```/gm)?.length ?? 0;
}
