import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { markdownFormat } from '../../src/worker/prepare/markdown-format.ts';
import { rootWith } from '../support/source-builder.ts';
import { createTemporaryFolder, removeFolder } from '../support/temporary-folder.ts';

const HUGO = process.env['HUGO_BIN'];
const PAGES = Number(process.env['HUGO_PAGES'] ?? 300);
const SEED = 18;

const word = fc.constantFrom(
  ...[
    'Setup',
    'setup',
    'Note',
    'C++',
    'a_b',
    'x-y',
    '示例',
    'Über',
    'ΑΣ',
    'v0.5.x',
    '(a)',
    '&',
    '->',
    '--',
    '---',
  ],
  ...[
    '"q"',
    "it's",
    '...',
    '1',
    'Setup-1',
    '🚀',
    '$',
    '%',
    '#',
    '|',
    '\\*',
    '\\{',
    '&amp;',
    '<<',
    ':smile:',
    '@',
    '=',
  ],
);
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((list) => list.join(' '));
const inline = fc.oneof(
  { weight: 5, arbitrary: words },
  words.map((text) => `**${text}**`),
  words.map((text) => `*${text}*`),
  words.map((text) => `**${text}[a]*b**`),
  fc.constantFrom('`code`', '`a_b()`', '`x y`'),
  words.map((text) => `[${text}](http://a.b/c)`),
  words.map((text) => `[${text}](#x "title")`),
  fc.constantFrom(
    '![alt text](a.png)',
    '<b>bold</b>',
    '<br>',
    '<a id="x"></a>',
    '<http://a.b>',
    'http://a.b/c',
  ),
);
const attributes = fc.constantFrom(
  ...[
    '',
    '',
    '',
    '',
    ' {#my-id}',
    ' {.class #my-id}',
    ' {id="kv" }',
    ' {.class}',
    ' {#a .b}',
    '{#tight}',
    ' {}',
  ],
  ...[' {#a b}', ' { #spaced }', ' {a=1}', ' {#x} y', ' {x', ' {#a,.b}', ' {#a:b.c-d_e}', ' #', ' ##'],
);
const line = fc
  .tuple(fc.array(inline, { minLength: 1, maxLength: 3 }), attributes)
  .map(([parts, end]) => parts.join(' ') + end);
const level = fc.integer({ min: 1, max: 6 }).map((depth) => '#'.repeat(depth));
const atx = fc.tuple(level, line).map(([marks, text]) => `${marks} ${text}`);
const block = fc.oneof(
  { weight: 6, arbitrary: atx },
  words.map((text) => `${text}\n===`),
  fc.tuple(words, line).map(([first, second]) => `${first}\n${second}\n---`),
  atx.map((heading) => `> ${heading}\n> text`),
  atx.map((heading) => `- ${heading}\n  text`),
  atx.map((heading) => `1. a\n\n   ${heading}`),
  atx.map((heading) => `\`\`\`\n${heading}\n\`\`\``),
  atx.map((heading) => `    ${heading}`),
  atx.map((heading) => `{{< highlight go >}}\n${heading}\n{{< /highlight >}}`),
  atx.map((heading) => `{{< apart >}}\n${heading}\n\ntext\n{{< /apart >}}`),
  atx.map((heading) => `{{% within %}}\n${heading}\n{{% /within %}}`),
  atx.map((heading) => `<!--\n${heading}\n-->`),
  atx.map((heading) => `<div>\n${heading}\n</div>`),
  fc.constantFrom(
    '##',
    '# ',
    '<h2 class="raw">Setup</h2>',
    'text[^1]\n\n[^1]: Experimental',
    '| a |\n| - |\n| # b |',
    '***',
  ),
  words,
);
const page = fc
  .array(block, { minLength: 1, maxLength: 12 })
  .map((blocks) => `.\n\n${blocks.join('\n\n')}\n`);

describe('anchors beside those of Hugo', () => {
  // Building Hugo takes minutes, so it is not a dependency: `go install github.com/gohugoio/hugo@v0.155.3`.
  const testWithHugo = HUGO === undefined ? test.skip : test;

  testWithHugo('every heading of random pages has the anchor that Hugo gives it (HUGO_BIN)', async () => {
    const pages = fc.sample(page, { numRuns: PAGES, seed: SEED });
    const rendered = await renderWithHugo(pages);
    const wrong = pages.flatMap((content, i) => {
      const expected = headingsOf(rendered[i] ?? '');
      const found = anchorsOf(content);
      return JSON.stringify(found) === JSON.stringify(expected) ? [] : [{ content, expected, found }];
    });
    expect(wrong).toEqual([]);
  });
});

async function renderWithHugo(pages: readonly string[]): Promise<string[]> {
  const folder = await createTemporaryFolder('hugo');
  try {
    const files: Record<string, string> = {
      'hugo.toml':
        'baseURL = "https://a.b/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "home"]\n[markup.goldmark.renderer]\nunsafe = true\n',
      'layouts/_default/single.html': '{{ .Content }}',
      'layouts/shortcodes/apart.html': '<div>{{ .Inner | markdownify }}</div>',
      'layouts/shortcodes/within.html': '{{ .Inner }}',
      ...Object.fromEntries(pages.map((content, i) => [`content/p${i}.md`, content])),
    };
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    await execa(HUGO ?? 'hugo', ['--source', folder, '--quiet']);
    return await Promise.all(pages.map((_, i) => readFile(join(folder, `public/p${i}/index.html`), 'utf8')));
  } finally {
    await removeFolder(folder);
  }
}

/** The anchors of the headings that are sections here: those in lists and quotes are not, nor is HTML. */
function headingsOf(html: string): string[] {
  const found: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode) => {
    if (!('tagName' in node) || /^(?:blockquote|li|dd|table)$/.test(node.tagName)) return;
    const id = node.attrs.find(({ name }) => name === 'id')?.value;
    const isRaw = node.attrs.some(({ value }) => value === 'raw');
    if (/^h[1-6]$/.test(node.tagName) && !isRaw) found.push(id ?? '');
    for (const child of node.childNodes) visit(child);
  };
  for (const child of parse(html).childNodes) visit(child);
  return found;
}

function anchorsOf(content: string): string[] {
  const file = { path: 'p.md', blob: 'b', content };
  const prepared = markdownFormat.prepare(file, { root: rootWith({ site: 'https://a.b' }), now: 0 });
  if ('reason' in prepared) throw new Error(prepared.reason);
  return prepared.document.outline.map(({ anchor }) => anchor);
}
