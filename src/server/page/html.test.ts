import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { html } from './html.ts';

test('a value in an html template cannot break out of text or of a quoted attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const { text } = html`<a title="${value}">${value}</a>`;
      expect(text.match(/[<>]/g)).toHaveLength(4);
      expect(text.match(/"/g)).toHaveLength(2);
    }),
  );
});

test('an html template keeps nested templates unescaped, joins lists and drops null', () => {
  expect(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}${null}</ul>`.text).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>',
  );
});
