import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { HOSTILE_DOCUMENTS } from '../../../test/support/hostile-documents.ts';
import { renderMarkdown } from './markdown.ts';
import { wordMarker } from './marked-words.ts';
import { documentLinks } from './page-links.ts';

const context = {
  mark: wordMarker('armadillo'),
  linkTo: await documentLinks({ url: 'https://docs.example.com/a/', path: 'a.md' }, [], '../'),
};
const rendered = async (text: string) => (await renderMarkdown(text, context)).text;

/** The only elements and attributes of rendered Markdown. */
const ELEMENTS =
  /^(?:p|h[2-6]|ul|ol|li|blockquote|pre|code|table|thead|tbody|tr|th|td|div|em|strong|s|a|br|hr|span|mark)$/;
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  href: /^(?:https?:|mailto:|\.\.\/|#)/,
  class: /^[a-z]+$/,
  start: /^\d+$/,
};

/** What a browser would make of markup that is neither text nor allowed. */
function forbidden(markup: string): string[] {
  const found: string[] = [];
  const nodes: DefaultTreeAdapterTypes.ChildNode[] = [...parseFragment(markup).childNodes];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (!('tagName' in node)) continue;
    if (!ELEMENTS.test(node.tagName)) found.push(node.tagName);
    for (const { name, value } of node.attrs)
      if (ATTRIBUTES[name]?.test(value) !== true) found.push(`${name}=${value}`);
    nodes.push(...node.childNodes);
  }
  return found;
}

const PIECES = [
  ...Object.values(HOSTILE_DOCUMENTS).flatMap((text) => text.split(/(?<=[\s"'<>()[\]`])/)),
  ...[
    '<',
    '>',
    '"',
    "'",
    '&',
    '`',
    '```go',
    '\n',
    '\n\n',
    '- ',
    '> ',
    '| a | b |\n| - | - |\n',
    '](',
    '![',
    '\u0000',
  ],
];

describe('rendered Markdown', () => {
  test('whatever a text contains, rendered Markdown has only allowed elements, attributes and addresses', async () => {
    for (const text of Object.values(HOSTILE_DOCUMENTS)) expect(forbidden(await rendered(text))).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), async (pieces) => {
        expect(forbidden(await rendered(pieces.join('')))).toEqual([]);
      }),
    );
  });

  test.each([
    ['HTML is shown as Markdown', '<b>a</b> <table><tr><td>b</td></tr></table>', 'a b'],
    [
      'the tags of formatting are left out, names in angle brackets are not',
      'a<br>b <i>c</i> <T> d',
      'a<br>b c &lt;T&gt; d',
    ],
    [
      'an image is a link',
      '![a](/b.png)',
      '<a href="https://docs.example.com/b.png"><span class="image">image</span> a</a>',
    ],
    [
      'an image in a link is its text',
      '[![a](/b.png)](/c)',
      '<a href="https://docs.example.com/c"><span class="image">image</span> a</a>',
    ],
    ['a link that runs a script is its text', '[a](javascript:b)', '<p>a</p>'],
    ['a list goes on with its number', '3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    [
      'words of the query are marked in code as well',
      '`an armadillo`',
      '<code>an <mark>armadillo</mark></code>',
    ],
    [
      'Go has colours',
      '```go\nfunc f() {}\n```',
      '<span class="keyword">func</span> <span class="call">f</span>() {}',
    ],
    ['hidden characters are left out', 'a\u200bb', '<p>ab</p>'],
  ])('%s', async (_, text, expected) => {
    expect((await rendered(text)).replace('<p>a b</p>', 'a b')).toContain(expected);
  });

  test('headings have the ids of their lines, and levels without gaps below the title of the page', async () => {
    const text = `# a\n\n#### b\n\n${'c\n\n'.repeat(5_000)}## d\n`;
    const { text: markup } = await renderMarkdown(text, { ...context, headingId: (line) => `line-${line}` });
    const last = text.split('\n').length - 2;
    expect(markup.match(/<h\d.*?<\/h\d>/g)).toEqual([
      '<h2 id="line-0">a</h2>',
      '<h3 id="line-2">b</h3>',
      `<h2 id="line-${last}">d</h2>`,
    ]);
  });
});
