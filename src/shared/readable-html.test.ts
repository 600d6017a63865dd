import { describe, expect, test } from '@jest/globals';
import { readableHtml, withoutTags } from './readable-html.ts';

const resolve = (target: string) => `https://x.example${target}`;
const readable = (html: string) => readableHtml(html, resolve);

describe('readableHtml()', () => {
  test('readableHtml() converts a table to a Markdown table with its cells on one line', () => {
    expect(
      readable(
        '<table>\n<tr><td>Name</td><td>What</td></tr>\n<tr><td><pre>A|B</pre></td><td>one<br/>two<ul><li>x</li><li><strong>y</strong></li></ul></td></tr>\n</table>',
      ),
    ).toBe('| Name | What |\n| --- | --- |\n| `A\\|B` | one two • x • **y** |');
  });

  test('readableHtml() converts a table of one column to paragraphs', () => {
    expect(
      readable(
        '<table><caption>C</caption><tbody><tr><td>one</td></tr><tr><td>two</td></tr></tbody></table>',
      ),
    ).toBe('C\n\none\n\ntwo');
  });

  test('readableHtml() ignores blank lines inside a table', () => {
    expect(readable('<table><tr>\n\n<td>a</td>\n\n<td>b</td></tr></table>')).toBe('| a | b |\n| --- | --- |');
  });

  test('readableHtml() resolves links and images, and drops the link around an image', () => {
    expect(readable('<a href="/x">there</a> <a href="/big"><img src="/i.png" alt="pic"/></a>')).toBe(
      '[there](https://x.example/x) ![pic](https://x.example/i.png)',
    );
  });

  test('readableHtml() converts lists, code and paragraphs to Markdown', () => {
    expect(readable('<p>one</p><ul><li>a</li><li>b</li></ul><pre>x := 1\ny := 2\n</pre>')).toBe(
      'one\n\n- a\n\n- b\n\n```\nx := 1\ny := 2\n```',
    );
  });

  test('readableHtml() drops scripts, styles and comments', () => {
    expect(readable('<!-- c --><script>alert(1)</script><style>p{}</style>text')).toBe('text');
  });

  test('withoutTags() keeps text that only looks like a tag', () => {
    expect(withoutTags('a < b and <-c and <1>')).toBe('a < b and <-c and <1>');
  });

  test('readableHtml() loses no word of broken HTML', () => {
    expect(readable('<div>kept <a href="never closed')).toContain('never closed');
    expect(readable('<td>one</td></tr>two</table>')).toMatch(/one\s+two/);
  });
});

const FORMATTING = Array.from({ length: 200 }, (_, i) => `<b id=${i}>`).join('');

test.each([
  ['formatting that every paragraph repeats', `<p>${FORMATTING}${'</p><p>a'.repeat(2_000)}`],
  ['elements nested a thousand deep', `${'<div>'.repeat(1_000)}a`],
])('readableHtml() only removes the tags of HTML that would take long to parse: %s', (_, html) => {
  expect(readable(html).replace(/\s+/g, '')).toMatch(/^a+$/);
});
