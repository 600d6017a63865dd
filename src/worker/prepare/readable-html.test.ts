import { describe, expect, test } from '@jest/globals';
import { readableHtml, withoutTags } from './readable-html.ts';

const resolve = (target: string) => `https://x.example${target}`;
const readable = (html: string) => readableHtml(html, resolve);

describe('HTML as Markdown', () => {
  test('a table becomes a table, its cells on one line', () => {
    expect(
      readable(
        '<table>\n<tr><td>Name</td><td>What</td></tr>\n<tr><td><pre>A|B</pre></td><td>one<br/>two<ul><li>x</li><li><strong>y</strong></li></ul></td></tr>\n</table>',
      ),
    ).toBe('| Name | What |\n| --- | --- |\n| `A\\|B` | one two • x • **y** |');
  });

  test('a table of one column is its cells', () => {
    expect(
      readable(
        '<table><caption>C</caption><tbody><tr><td>one</td></tr><tr><td>two</td></tr></tbody></table>',
      ),
    ).toBe('C\n\none\n\ntwo');
  });

  test('blank lines inside a table do not end it', () => {
    expect(readable('<table><tr>\n\n<td>a</td>\n\n<td>b</td></tr></table>')).toBe('| a | b |\n| --- | --- |');
  });

  test('links and images are resolved, the frame of an image is left out', () => {
    expect(readable('<a href="/x">there</a> <a href="/big"><img src="/i.png" alt="pic"/></a>')).toBe(
      '[there](https://x.example/x) ![pic](https://x.example/i.png)',
    );
  });

  test('lists, code and paragraphs read like Markdown', () => {
    expect(readable('<p>one</p><ul><li>a</li><li>b</li></ul><pre>x := 1\ny := 2\n</pre>')).toBe(
      'one\n\n- a\n\n- b\n\n```\nx := 1\ny := 2\n```',
    );
  });

  test('scripts, styles and comments are dropped', () => {
    expect(readable('<!-- c --><script>alert(1)</script><style>p{}</style>text')).toBe('text');
  });

  test('what looks like a tag and is none stays', () => {
    expect(withoutTags('a < b and <-c and <1>')).toBe('a < b and <-c and <1>');
  });

  test('broken HTML loses no word', () => {
    expect(readable('<div>kept <a href="never closed')).toContain('never closed');
    expect(readable('<td>one</td></tr>two</table>')).toMatch(/one\s+two/);
  });
});
