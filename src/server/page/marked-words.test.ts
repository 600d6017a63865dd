import { expect, test } from '@jest/globals';
import { highlightedGo } from './go-code.ts';
import { unmarked, wordMarker } from './marked-words.ts';

test.each([
  [
    'interrupt a graph',
    'Interrupted graphs & a <b>',
    '<mark>Interrupted</mark> <mark>graphs</mark> &amp; a &lt;b&gt;',
  ],
  ['graph', 'compose.NewGraph(x)', 'compose.<mark>NewGraph</mark>(x)'],
  ['rap', 'graph wrap', 'graph wrap'],
  ['图的中断', '图中断了', '<mark>图</mark><mark>中断</mark>了'],
  ['the', 'the other', '<mark>the</mark> other'],
  ['?!', 'what?!', 'what?!'],
])('for the query %j, %j is marked as %s', (query, text, marked) => {
  expect(wordMarker(query)(text).text).toBe(marked);
});

test('Go code keeps every character beside its colours, and ends what it does not close', () => {
  const code =
    '// a "b"\nvar x = "a\\"b" + `c\n` + \'d\' // e\n/* f\n*/ if y == 0x1F { return nil }\nz := "open\n`raw';
  const { text } = highlightedGo(code, unmarked);
  const plain = text
    .replace(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");
  expect(plain).toBe(code);
  expect([...text.matchAll(/<span class="(\w+)">/g)].map(([, kind]) => kind)).toEqual(
    'comment keyword string string string comment comment keyword number keyword builtin string string'.split(
      ' ',
    ),
  );
});
