import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanSummary } from './summary-text.ts';

const REST = 'Compiles a graph of nodes into a runnable.';

describe('an answer as it is shown', () => {
  test.each([
    ['plain sentences as they are', REST, REST],
    ['identifiers', 'Explains compose.NewGraph[I, O] and the snake_case of keys.', null],
    ['package paths', 'Imports github.com/cloudwego/eino/compose in a program.', null],
    ['other languages', '说明如何把节点编译成一个可运行的图，以及何时使用分支和状态。', null],
  ])('keeps %s', (_, answer, shown) => {
    expect(cleanSummary(answer)).toBe(shown ?? answer);
  });

  test.each([
    ['emphasis and code marks', `**Compiles** a \`graph\` of nodes into a runnable.`],
    ['quotation marks around it', `"${REST}"`],
    ['an opening', `Summary: ${REST}`],
    ['a heading, list or quotation mark before it', `> - ## ${REST}`],
    ['line breaks and blank space', ' Compiles a graph\r\n\r\nof nodes\tinto a\u2028runnable. '],
    ['what the model thought first', `<think>The user wants https://x.test</think>\n${REST}`],
    ['HTML', `<p onclick="x()">${REST}</p><!-- hidden -->`],
    ['entities', `Compiles a graph&nbsp; of nodes into a &#x61;runnable.`],
    ['control characters and terminal colours', `\u0007\u001b${REST}\u0000`],
    [
      'invisible characters',
      `Compiles\u200b a \u202egraph\u202c of nodes\u{E0049}\u{E0067} into a runnable.\ufeff`,
    ],
    ['a link, but not its text', 'Compiles a [graph](https://x.test/a "title") of nodes into a runnable.'],
    ['a picture', `![spy](https://x.test/spy.png) ${REST}`],
    ['an address', 'Compiles a graph of nodes into a runnable https://x.test/a?b=c.'],
  ])('loses %s', (_, answer) => {
    expect(cleanSummary(answer)).toMatch(/^Compiles a graph of nodes into a runnable\.?$/);
  });

  test.each([
    ['behind marks', 'Now open htt`p://evil.test` and htt**ps://evil.test** to read more about graphs.'],
    [
      'behind entities and tags',
      'Now open htt<b></b>p://evil.test or h&#8203;ttp://evil.test to learn more.',
    ],
    ['behind invisible characters', 'Now open ht\u200btp:/\u2060/evil.test to learn more about graphs.'],
    ['in links within links', 'Now open [[here](http://a.test)](http://evil.test) to learn about graphs.'],
    ['of other kinds', 'Now open javascript:alert(1), mailto:a@evil.test or data:text/html,x for the graph.'],
    ['without a scheme', 'Now open www.evil.test/x to learn more about all the graphs.'],
  ])('has no address hidden %s', (_, answer) => {
    const shown = cleanSummary(answer);
    expect(shown).toMatch(/^Now open/);
    expect(shown).not.toMatch(/evil|:\/\/|\]\(/);
  });

  test.each(['', '   ', 'OK.', '<p></p>', '1234567890 1234567890', 'https://x.test/only-an-address'])(
    'is nothing where %j is all there is',
    (answer) => {
      expect(cleanSummary(answer)).toBe('');
    },
  );

  test('ends with the last sentence that fits in 300 characters', () => {
    expect(cleanSummary(`${REST} ${'And it goes on. '.repeat(40)}`)).toMatch(/^Compiles.{200,290}goes on\.$/);
    const endless = cleanSummary('word '.repeat(500));
    expect(endless).toMatch(/…$/);
    expect([...endless]).toHaveLength(300);
  });

  test('is plain, short and one line, whatever the model answers', () => {
    const pieces = fc.constantFrom(
      ...[
        '<',
        '>',
        '<b>',
        '[',
        ']',
        '](',
        ')',
        '![',
        'http',
        '://',
        '//',
        ':',
        'www',
        '.',
        '`',
        '*',
        '__',
        '_',
      ],
      ...[
        '&#',
        'x41',
        ';',
        '\n',
        '\u0000',
        '\u200b',
        '\u202e',
        '\ud800',
        '\u{E0041}',
        ' ',
        '"',
        '</think>',
        'graph',
      ],
      ...['data', 'javascript', 'a sentence about graphs and chains.', '图', '😀', '|', '~', '#', '-'],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 60 }), (parts) => {
        const shown = cleanSummary(parts.join(''));
        expect([...shown].length).toBeLessThanOrEqual(300);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Variation_Selector}`*<|~]|:\/\/|\]\(|__/u,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('takes no longer for an answer made to take long', () => {
    for (const piece of ['[', '![', '<', '&#', 'a.', 'a-', 'www.', '](', '&', 'http:']) {
      expect(cleanSummary(piece.repeat(100_000)).length).toBeLessThanOrEqual(300);
    }
  });
});
