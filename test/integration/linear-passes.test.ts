import { describe, expect, test } from '@jest/globals';
import { pageEnd } from '../../src/server/documents/content-page.ts';
import { readRequestedPath } from '../../src/server/documents/requested-path.ts';
import { sectionRange } from '../../src/server/documents/section-range.ts';
import { unitsOf } from '../../src/server/search/markdown-units.ts';
import { excerpt } from '../../src/server/search/shown-passage.ts';
import { withoutLinkTargets } from '../../src/shared/domain/chunk.ts';
import { goSnippets } from '../../src/shared/drift/go-snippets.ts';
import { formatOf, prepareDocument } from '../../src/worker/prepare/prepare-document.ts';
import { rootWith } from '../support/source-builder.ts';

const KB = 1_024;
/** In kilobytes. `LINEAR=whole` takes a few minutes. */
const SIZES = process.env['LINEAR'] === 'whole' ? [16, 64, 256] : [1, 4, 16];
/** Sixteen times the text may take sixteen times as long. A quadratic pass takes 256 times, this is between them. */
const RATIO = 64;
/** Shorter times say nothing. */
const FLOOR_MS = 2;
/** A busy machine may disturb a measurement, but not each time. */
const TRIES = 3;

/** A text of a size that repeats a part between a beginning and an end. */
type Construct = readonly [name: string, part: string, beginning?: string, end?: string];

const MARKDOWN: readonly Construct[] = [
  ['escaped quotes in Go', '\\"', '```go\n', '\n```'],
  ['strings that a line does not close', 'a := "\\"\n', '```go\n', '\n```'],
  ['fences in code', '```go\n', '~~~~\n', '\n~~~~'],
  ['unclosed fences in a list', '- a\n  ```go\nb\n\n'],
  ['declarations', 'func (', '```go\n', '\n```'],
  ['names and paths', 'a.B/c-d~e_F. github.com/a/b '],
  ['code spans of any length', '` `` ``` a\n\n'],
  ['links with titles', '[a](/b "c") ![d](e) [f][g]\n\n'],
  ['links in parentheses', '(a)', '[a](/b', ''],
  ['one long word', 'x'],
  ['one long line of spaces', ' ', 'x', 'x'],
  ['headings that repeat', '# a\n## a-1\n'],
  ['headings with attributes', '# a {.b #c d="e"} {f=1\n'],
  ['one long heading', '{#a ', '# '],
  ['HTML of every kind', '<div><p>a<b>c</b></p><table><tr><td>d</div>\n\n'],
  ['formatting in HTML', '<font color=1><i id=2><p>a'],
  ['unclosed HTML', '<a b="<!-- <script> <![CDATA[ '],
  ['tables', '| a | `b` |\n', '| a | b |\n| - | - |\n'],
  ['definitions and footnotes', '[a]: b "c"\n\n[^1]: d\n\ne[^1]\n\n'],
  ['lists and quotes', '- a\n- b\n\n> # c\n\n1. d\n\n'],
  ['YAML front matter', 'a: [b, "c"]\n', '---\n', '\n---\n'],
  ['TOML front matter', '[[a]]\nb = [1, "c"]\n', '+++\n', '\n+++\n'],
  ['JSON front matter', '{"a":[', ''],
  ['front matter without an end', 'a: b\n', '---\n', ''],
  ['shortcodes that nothing closes', '{{< tab header="a b" >}}\n'],
  ['shortcodes of code that nothing closes', '{{< highlight go >}}\n'],
  ['shortcodes with code', '{{< highlight go >}}\na `b`\n{{< /highlight >}}\n'],
  ['shortcodes on one line', '`a` {{< b c="d e" >}}{{% ref "f" %}}'],
  ['shortcodes with strings', '{{< a "\\" `b {{</* c '],
  ['references', '[a]({{< relref "b.md#c" >}}) '],
  ['Chinese', '汉字，一个句子。'],
];
const GO: readonly Construct[] = [
  ['declarations', '// A does it.\nfunc A() { "b" }\n\n', 'package a\n\n'],
  ['broken strings', '"\\"`\n', 'package a\n\nvar a = '],
  ['a long comment', '// a [B] `c` http://d.e\n', 'package a\n\n'],
  ['brackets', '([{', 'package a\n\nvar a = '],
];

function textOf([, part, beginning = '', end = '']: Construct, size: number): string {
  const room = size - beginning.length - end.length;
  return beginning + part.repeat(Math.max(1, Math.floor(room / part.length))) + end;
}

/** Whether the processor time of a pass grows no faster than its input, in one of a few tries. */
async function isLinear(pass: (text: string) => unknown, construct: Construct): Promise<boolean> {
  const inputs = SIZES.map((size) => textOf(construct, size * KB));
  for (let tried = 0; tried < TRIES; tried++) {
    const [small = 0, medium = 0] = inputs.slice(0, 2).map((text) => processorTime(pass, text));
    // A pass that is far from linear already shows it here, and would take too long for the largest text.
    if (medium / Math.max(small, FLOOR_MS) > RATIO) continue;
    if (processorTime(pass, inputs[2] ?? '') / Math.max(small, FLOOR_MS) < RATIO) return true;
  }
  return false;
}

function processorTime(pass: (text: string) => unknown, text: string): number {
  const before = process.cpuUsage();
  pass(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const context = { root: rootWith({ site: 'https://docs.example.com' }), now: 0 };
const format = { md: await formatOf('a.md'), go: await formatOf('a.go') };
const prepare = (name: 'md' | 'go') => (text: string) => {
  const bytes = new TextEncoder().encode(text);
  return prepareDocument({ path: `a.${name}`, blob: 'b', size: bytes.length, bytes }, context, format[name]);
};

describe('the time to prepare a document grows no faster than the document', () => {
  test.each(MARKDOWN)('in Markdown: %s', async (...construct) => {
    expect(await isLinear(prepare('md'), construct)).toBe(true);
  });

  test.each(GO)('in Go: %s', async (...construct) => {
    expect(await isLinear(prepare('go'), construct)).toBe(true);
  });
});

/** What the server does with whole documents and passages. */
const PASSES: readonly [string, (text: string) => unknown][] = [
  ['the snippets of Go', goSnippets],
  ['link targets', withoutLinkTargets],
  [
    'an excerpt',
    (text) =>
      excerpt(
        unitsOf(text, (some) => some.length / 4),
        { stems: ['a', 'b'], width: 300 },
      ),
  ],
  ['a page of content', (content) => pageEnd(content, { start: 0, end: content.length }, 1e9, () => 1)],
  ['a section', (content) => sectionRange({ content, outline: [] }, 'no-such.anchor')],
  [
    'a requested path',
    (text) => readRequestedPath(text, [{ path: 'C#.md', url: 'https://a.b/c/' }], { sources: [] }),
  ],
];

describe('the time that the server takes for a text grows no faster than the text', () => {
  test.each(PASSES)('for %s', async (_, pass) => {
    for (const construct of MARKDOWN)
      expect([construct[0], await isLinear(pass, construct)]).toEqual([construct[0], true]);
  });
});
