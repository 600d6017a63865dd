import { describe, expect, test } from '@jest/globals';
import { rootWith } from '../../../test/support/source-builder.ts';
import { type Chunk, contentHash, embeddedText } from '../../shared/domain/chunk.ts';
import type { Root } from '../../shared/domain/source.ts';
import { markdownFormat } from './markdown-format.ts';
import { prepareDocument } from './prepare-document.ts';
import type { PreparedDocument } from './prepared-document.ts';

const ROOT = rootWith({ site: 'https://www.example.com/docs' });
/** The time of the run. */
const NOW = Date.UTC(2026, 5, 1);
const FILLER = 'This sentence is here to make the section large enough to stand alone. '.repeat(8);

function prepare(content: string | Uint8Array, path = 'core/page.md', root = ROOT) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return prepareDocument(
    { path, blob: 'b10b', size: bytes.length, bytes },
    { root, now: NOW },
    markdownFormat,
  );
}

function prepared(content: string, path?: string, root?: Root): PreparedDocument {
  const result = prepare(content, path, root);
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

function chunkUnder(chunks: readonly Chunk[], heading: string): Chunk {
  const chunk = chunks.find((candidate) => candidate.heading === heading);
  if (chunk === undefined) throw new Error(`no chunk under ${heading}`);
  return chunk;
}

describe('prepareDocument(): document', () => {
  test('prepareDocument() returns the fields of a document from its front matter and text', () => {
    const { document } = prepared(
      '---\ntitle: Agents\nDescription: ""\nweight: 3\ndate: "2026-03-02"\n---\n\nAn agent decides what to do next. More.\n\n## **Run** it\n\n```go\nfunc NewRunner() *Runner\n```\n\n## Run it\n\nUse `adk.NewRunner`.\n',
    );
    expect(document).toMatchObject({
      path: 'core/page.md',
      blob: 'b10b',
      title: 'Agents',
      url: 'https://www.example.com/docs/core/page/',
      description: '',
      summary: 'An agent decides what to do next.',
      weight: 3,
      updatedAt: '2026-03-02',
      outline: [
        { depth: 2, text: 'Run it', anchor: 'run-it', line: 10 },
        { depth: 2, text: 'Run it', anchor: 'run-it-1', line: 16 },
      ],
    });
    expect(document.entities.slice(0, 2)).toEqual(['NewRunner', 'Runner']);
    expect(document.tokens).toBeGreaterThan(40);
  });

  test('prepareDocument() gives the chunks of a document other ids, but no other content hashes, in another language', () => {
    const ids = (language: string) =>
      prepared('# Page\n\nText.', 'a.md', { ...ROOT, language }).chunks.map(({ id }) => id);
    const hashes = (language: string) =>
      prepared('# Page\n\nText.', 'a.md', { ...ROOT, language }).chunks.map(({ contentHash }) => contentHash);
    expect(ids('zh')).not.toEqual(ids('en'));
    expect(ids('zh')).toEqual(ids('zh'));
    expect(hashes('zh')).toEqual(hashes('en'));
  });

  test('prepareDocument() takes no entities from logs or code in other languages', () => {
    const log = '```\nSaved `a.csv`. The end.\n```\n\n```json\n{"If": [New(1)]}\n```\n';
    const { entities } = prepared(`${log}\n- a\n\n  \`\`\`go\n  deep.New(Shell{})\n  \`\`\`\n`).document;
    expect(entities).toEqual(['New', 'Shell']);
  });

  test('prepareDocument() keeps the content byte for byte, including byte order mark and line ends', () => {
    const content = '\uFEFF---\r\ntitle: T\r\n---\r\n\r\nText  \r\n\r\n';
    expect(prepared(content).document.content).toBe(content);
  });

  test.each([
    ['# From the heading\n\ntext', 'a/b.md', 'From the heading'],
    ['no heading', 'a/some_file-name.md', 'some file name'],
    ['no heading', 'a/topic/_index.md', 'topic'],
  ])('prepareDocument() takes a missing title from %j or the file name', (content, path, title) => {
    expect(prepared(content, path).document.title).toBe(title);
  });

  test('prepareDocument() uses the description as the summary', () => {
    expect(
      prepared('---\ndescription: In short.\n---\nA longer sentence about it all.').document.summary,
    ).toBe('In short.');
  });

  test.each([
    ['YAML', '---\ntitle: A page\nweight: 3\n---\n'],
    ['TOML', '+++\ntitle = "A page"\nweight = 3\n+++\n'],
    ['JSON', '{\n"title": "A page", "weight": 3}\n\n'],
  ])('prepareDocument() reads %s front matter, and does not treat it as text', (_, block) => {
    const { document, chunks } = prepared(`${block}\n# Part\n\nA sentence of five words here.`);
    const summary = 'A sentence of five words here.';
    expect(document).toMatchObject({ title: 'A page', weight: 3, summary });
    expect(document.content.split('\n')[(document.outline[0]?.line ?? 0) - 1]).toBe('# Part');
    expect(chunks.map(({ text }) => text).join()).toBe(summary);
  });

  test('prepareDocument() keeps the text of a page that begins with a rule', () => {
    const { document, chunks } = prepared('---\n\n# A page\n\nIts text.\n\n---\n\nThe end.\n');
    expect(document).toMatchObject({ title: 'A page', outline: [{ line: 3 }] });
    expect(chunks.map(({ text }) => text).join()).toMatch(/Its text\.[\s\S]*The end\./);
  });

  test('prepareDocument() leaves the summary empty if the document contains no sentence', () => {
    expect(prepared('# T\n\n- a list\n- of things').document.summary).toBe('');
  });
});

describe('prepareDocument(): READMEs and skills', () => {
  const root = rootWith({
    at: 'ext',
    site: 'https://github.com/o/n/blob/main',
    pages: 'github',
    languages: { zh: ['**/README*zh*.md'] },
  });

  test('prepareDocument() resolves links, images and anchors of a README as GitHub does', () => {
    const { document, chunks } = prepared(
      '# Ark\n\nSee [examples](./examples/), ![](a.png) <img src="/b.png"> and [usage](#-usage).\n\n[logo]: c.svg\n\n' +
        `# 🚀 Usage\n\n${FILLER}`,
      'ext/model/README.md',
      root,
    );
    const url = 'https://github.com/o/n/blob/main/model/README.md';
    expect(document).toMatchObject({ path: 'ext/model/README.md', url, language: 'en' });
    expect(document.outline.map(({ anchor }) => anchor)).toEqual(['ark', '-usage']);
    expect(chunks[0]?.url).toBe(`${url}#ark`);
    expect(chunks[0]?.sections).toMatchObject([{ heading: '🚀 Usage', url: `${url}#-usage` }]);
    expect(chunks[0]?.text.split('\n\n# ')[0]).toBe(
      'See [examples](https://github.com/o/n/blob/main/model/examples/), ![](https://github.com/o/n/raw/main/model/a.png) ' +
        `![](https://github.com/o/n/raw/main/b.png) and [usage](${url}#-usage).\n\n` +
        '[logo]: https://github.com/o/n/raw/main/model/c.svg',
    );
  });

  test('prepareDocument() gives a heading without an anchor the address of its document', () => {
    const { chunks } = prepared('# 🚀\n\nA text.', 'ext/README.md', root);
    expect(chunks[0]?.url).toBe('https://github.com/o/n/blob/main/README.md');
  });

  test.each([
    ['ext/a/README_zh.md', 'zh'],
    ['ext/README.zh_CN.md', 'zh'],
    ['ext/a/README.md', 'en'],
  ])('prepareDocument() finds the language of %s by the globs of its root: %s', (path, language) => {
    expect(prepared('# T', path, root).document.language).toBe(language);
  });

  const BADGES = '[![Go](https://img.example/a.svg)](https://ci.example) ![b](https://img.example/b.svg)';
  test.each([
    [
      'badges and a switch line',
      `${BADGES}\n\nEnglish | [简体中文](README_zh.md) | 日本語 | 한국어\n\n# Ark Model`,
    ],
    ['an HTML heading', '<div align="center">\n  <h1>Ark\n   Model</h1>\n</div>\n\n## Usage'],
    ['a logo in the heading', '# ![logo](a.png) [![go](b.png)](c) Ark Model'],
    ['text before the heading', 'This is a sentence of words.\n\n## Part\n\n# Ark Model'],
    ['no heading of depth 1', '[English](README.md) · 中文\n\n## Ark Model\n\n### Usage'],
    ['a heading, not the name', '---\nname: ark\n---\n\n# Ark Model'],
    ['only a name', '---\nname: Ark Model\n---\n\nText.'],
    ['only section headings', 'This is a sentence of words.\n\n## Import\n'],
  ])('prepareDocument() finds the title of a document with %s', (_, content) => {
    expect(prepared(content, 'ext/Ark_Model/README_zh.md', root).document.title).toBe('Ark Model');
  });

  test.each([
    [
      'English | 简体中文 | Português do Brasil\n\nThe model of Ark for Eino. More.',
      'The model of Ark for Eino.',
    ],
    [`${BADGES}\n\nThe model of Ark for Eino. More.`, 'The model of Ark for Eino.'],
    [
      '[English](a.md) | 中文\n\n这是一个为开发者实现的模型组件，可以无缝集成。还有更多内容。',
      '这是一个为开发者实现的模型组件，可以无缝集成。',
    ],
  ])('prepareDocument() takes the first sentence of %j as the summary', (content, summary) => {
    expect(prepared(content, 'ext/README.md', root).document.summary).toBe(summary);
  });
});

describe('prepareDocument(): chunks', () => {
  test('prepareDocument() makes a chunk of each section, with its headings, address and content hash', () => {
    const { chunks } = prepared(`---\ntitle: Guide\n---\n\n# Part\n\n${FILLER}\n\n## Detail\n\n${FILLER}`);
    expect(chunks.map(({ heading, breadcrumbs, url }) => ({ heading, breadcrumbs, url }))).toEqual([
      { heading: 'Part', breadcrumbs: ['Part'], url: 'https://www.example.com/docs/core/page/#part' },
      {
        heading: 'Detail',
        breadcrumbs: ['Part', 'Detail'],
        url: 'https://www.example.com/docs/core/page/#detail',
      },
    ]);
    for (const chunk of chunks) expect(chunk.contentHash).toBe(contentHash(embeddedText(chunk)));
  });

  test('prepareDocument() joins a small section with its neighbour and keeps its heading', () => {
    const { chunks } = prepared('## One\n\nShort.\n\n### Two\n\nShorter.\n\n## Three\n\nShortest.');
    expect(chunks).toHaveLength(1);
    expect(chunks[0]).toMatchObject({
      heading: 'One',
      text: 'Short.\n\n### Two\n\nShorter.\n\n## Three\n\nShortest.',
    });
  });

  test('prepareDocument() reports the start and the address of each joined section', () => {
    const [chunk] = prepared('# A\n\n## One\n\nShort.\n\n### Two\n\nShorter.\n\n## Two').chunks;
    const { text = '', sections = [] } = chunk ?? {};
    expect(sections.map(({ start, url }) => [text.slice(start).split('\n')[0], url])).toEqual([
      ['### Two', 'https://www.example.com/docs/core/page/#two'],
      ['## Two', 'https://www.example.com/docs/core/page/#two-1'],
    ]);
    expect(sections[0]).toMatchObject({ heading: 'Two', breadcrumbs: ['A', 'One', 'Two'] });
  });

  test('prepareDocument() does not change the content hash of a chunk when a link target changes', () => {
    const [before] = prepared(`See [it](./other.md). ${FILLER}`).chunks;
    const [after] = prepared(`See [it](./another.md). ${FILLER}`).chunks;
    expect(after?.contentHash).toBe(before?.contentHash);
    expect(after?.id).not.toBe(before?.id);
  });

  test('prepareDocument() does not join sections of different parts of a document', () => {
    const { chunks } = prepared(`# A\n\n## A1\n\n${FILLER}\n\n# B\n\nShort.\n\n## B1\n\n${FILLER}`);
    expect(chunkUnder(chunks, 'A1').text).not.toContain('# B');
    expect(chunkUnder(chunks, 'B').text).toMatch(/^Short\.\n\n## B1/);
  });

  test('prepareDocument() keeps a code block that fits verbatim and closes it', () => {
    const code = 'func main() {\n\n\tfmt.Println("<b>{{< kept >}}</b>") // *kept*\n}';
    const { chunks } = prepared(`## Code\n\nBefore.\n\n\`\`\`go\n${code}`);
    expect(chunks[0]?.text).toBe(`Before.\n\n\`\`\`go\n${code}\n\`\`\``);
  });

  test('prepareDocument() converts HTML to Markdown, resolves links and shortcodes, and drops comments', () => {
    const { chunks } = prepared(
      'See <strong>this</strong> [page](./other.md#x){{< br >}} and ![](/i.png).<!-- no -->\n\n<table><tr><td>a</td><td>b</td></tr></table>\n\n[r]: ../up.md',
    );
    expect(chunks[0]?.text).toBe(
      'See this [page](https://www.example.com/docs/core/other/#x) and ![](https://www.example.com/i.png).\n\n| a | b |\n| --- | --- |\n\n[r]: https://www.example.com/docs/up/',
    );
  });

  test('prepareDocument() returns the identifiers of a chunk as written', () => {
    const { chunks } = prepared(
      'Call `compose.NewGraph[I, O]` from github.com/cloudwego/eino/compose, or WithGenLocalState.',
    );
    expect(chunks[0]?.identifiers).toEqual([
      'compose.NewGraph',
      'github.com/cloudwego/eino/compose',
      'WithGenLocalState',
      'NewGraph',
    ]);
  });

  test('prepareDocument() makes a chunk of the description, or of the title, if there is no text', () => {
    expect(prepared('---\ntitle: Alone\n---\n').chunks).toMatchObject([{ text: 'Alone', heading: 'Alone' }]);
    expect(prepared('---\ntitle: T\ndescription: What it is\n---\n').chunks).toMatchObject([
      { text: 'What it is' },
    ]);
  });

  test('prepareDocument() repeats a very long heading only in part, and includes it once in full', () => {
    const heading = Array.from({ length: 600 }, (_, i) => `word${i}`).join(' ');
    const { chunks } = prepared(`# ${heading}\n\n## Under\n\n${FILLER}`);
    expect(chunks.every(({ tokens }) => tokens <= 800)).toBe(true);
    expect(chunks.map(({ text }) => text).join(' ')).toContain('word599');
  });

  test('prepareDocument() gives different chunks different ids', () => {
    const of = (content: string, path: string) => prepared(content, path).chunks[0]?.id;
    expect(of('Text', 'a.md')).toBe(of('Text', 'a.md'));
    expect(of('Text', 'a.md')).not.toBe(of('Text', 'b.md'));
    expect(of('Text', 'a.md')).not.toBe(of('Text.', 'a.md'));
  });
});

describe('prepareDocument(): skipped files', () => {
  test.each([
    ['that is not UTF-8', new Uint8Array([0x23, 0xff, 0xfe]), 'not UTF-8 text'],
    ['that is binary', new Uint8Array([0x50, 0x4b, 0x00, 0x04]), 'not UTF-8 text'],
    [
      'with broken front matter',
      new TextEncoder().encode('---\na: [\n---\n'),
      /^front matter is not valid YAML/,
    ],
    ['that would hold up the parser', new TextEncoder().encode('[a'.repeat(40_000)), /too many marks/],
  ])('prepareDocument() skips a file %s with the reason', (_, bytes, reason) => {
    const result = prepare(bytes);
    expect(result).toMatchObject({ path: 'core/page.md', blob: 'b10b' });
    expect('reason' in result ? result.reason : '').toMatch(reason);
  });

  test('prepareDocument() prepares a long document with lists and quotes in every section', () => {
    const section = `## Section\n\n${FILLER}\n\n- a\n  - b\n\n> c\n\n- d\n\n1. e\n\n${FILLER}\n\n- f\n  - g\n\n`;
    expect(prepared(section.repeat(1_000)).document.outline).toHaveLength(1_000);
  });

  test('prepareDocument() skips a document with too many nested lists and quotes, also if other sections precede them', () => {
    const busy = '- > a\n'.repeat(20_000);
    const reason = expect.stringMatching(/^too many underlined headings, block quotes or lists/);
    expect(prepare(busy)).toMatchObject({ reason });
    expect(prepare(`${'## Section\n\nText.\n\n'.repeat(20_000)}${busy}`)).toMatchObject({ reason });
  });

  test('prepareDocument() skips a document whose name is not printable', () => {
    expect(prepare('# Page', 'a\uFFFDb.md')).toMatchObject({ reason: 'its name is not printable text' });
  });

  test('prepareDocument() skips a withheld document with the reason of the source', () => {
    expect(
      prepareDocument(
        { path: 'a.md', blob: 'b', size: 9, bytes: null, withheld: 'a symbolic link' },
        { root: ROOT, now: NOW },
        markdownFormat,
      ),
    ).toEqual({
      path: 'a.md',
      blob: 'b',
      reason: 'a symbolic link',
    });
  });
});
