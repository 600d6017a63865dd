import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Nodes, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString as textOf } from 'mdast-util-to-string';
import { gfmTable } from 'micromark-extension-gfm-table';
import { visit } from 'unist-util-visit';
import { SHOWN_KINDS, shortPath } from '../../eval/first-results.ts';
import { questionsOf } from '../../eval/questions/questions.ts';
import { type DrawnSearch, drawSearches } from '../../scripts/animated-searches.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const parse = (path: string) =>
  fromMarkdown(read(path), { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
const english = parse('README.md');
const chinese = parse('README.zh-CN.md');
const isLanguageLink = (url: string) => /^README[\w.-]*\.md$/.test(url);

/** Returns the nodes of a type within a node, in the order of the text. */
function nodesOf<T extends Nodes['type']>(root: Nodes, type: T): Extract<Nodes, { type: T }>[] {
  const found: Extract<Nodes, { type: T }>[] = [];
  visit(root, type, (node) => {
    found.push(node as Extract<Nodes, { type: T }>);
  });
  return found;
}

const urlsOf = (root: Nodes) => [...nodesOf(root, 'link'), ...nodesOf(root, 'image')].map(({ url }) => url);

/** Returns the code and the addresses of every cell. */
const cellsOf = (table: Table) =>
  table.children.map((row) =>
    row.children.map((cell) => [...nodesOf(cell, 'inlineCode').map(({ value }) => value), ...urlsOf(cell)]),
  );

describe('README.zh-CN.md', () => {
  test('README.zh-CN.md has the headings, paragraphs, lists and tables of README.md in the same order', () => {
    const structure = (root: Nodes): unknown =>
      'children' in root && ['root', 'list', 'listItem'].includes(root.type)
        ? [root.type, ...root.children.map(structure)]
        : root.type === 'heading'
          ? [root.type, root.depth]
          : root.type;
    expect(structure(chinese)).toEqual(structure(english));
  });

  test('README.zh-CN.md has the commands of README.md', () => {
    const blocks = (root: Nodes) => nodesOf(root, 'code').map(({ lang, value }) => [lang, value]);
    expect(blocks(english).length).toBeGreaterThan(8);
    expect(blocks(chinese)).toEqual(blocks(english));
    const inline = (root: Nodes) => nodesOf(root, 'inlineCode').map(({ value }) => value);
    expect(inline(chinese).toSorted()).toEqual(inline(english).toSorted());
  });

  test('README.zh-CN.md has the rows and columns of the tables of README.md, with the same code and links', () => {
    const tables = (root: Nodes) => nodesOf(root, 'table').map(cellsOf);
    expect(tables(english).length).toBeGreaterThan(4);
    expect(tables(chinese)).toEqual(tables(english));
  });

  test('README.zh-CN.md has the links, pictures and figures of README.md', () => {
    const links = (root: Nodes) => urlsOf(root).filter((url) => !isLanguageLink(url));
    expect(links(chinese).toSorted()).toEqual(links(english).toSorted());
    const figures = (root: Nodes) =>
      textOf(root)
        .match(/(?<![a-z])\d+(?:[.,]\d+)*/gi)
        ?.toSorted();
    expect(figures(chinese)).toEqual(figures(english));
  });

  test('README.md and README.zh-CN.md link to each other before anything else', () => {
    expect(urlsOf(english)[0]).toBe('README.zh-CN.md');
    expect(urlsOf(chinese)[0]).toBe('README.md');
  });
});

describe('the install links of README.md', () => {
  const { mcpServers } = JSON.parse(read('gemini-extension.json'));
  const linkTo = (host: string) =>
    new URL(urlsOf(english).find((url) => new URL(url, 'a://b').host === host) ?? '');

  test('the button for Cursor installs the server that npx starts', () => {
    const { pathname, searchParams } = linkTo('cursor.com');
    const config = JSON.parse(Buffer.from(searchParams.get('config') ?? '', 'base64').toString());
    expect(pathname).toBe('/en/install-mcp');
    expect({ [searchParams.get('name') ?? '']: config }).toEqual(mcpServers);
  });

  test('the button for VS Code installs the server that npx starts', () => {
    const { pathname, searchParams } = linkTo('vscode.dev');
    expect(pathname).toBe('/redirect/mcp/install');
    expect({ [searchParams.get('name') ?? '']: JSON.parse(searchParams.get('config') ?? '') }).toEqual(
      mcpServers,
    );
  });

  test('the install commands of README.md start the server with the arguments of the buttons', () => {
    const [, ...rows] = nodesOf(english, 'table')[1]?.children ?? [];
    const commands = rows
      .map((row) => nodesOf(row, 'inlineCode')[0]?.value ?? '')
      .filter((text) => / mcp add /.test(text));
    expect(commands).toHaveLength(3);
    const [[name, { command, args }]] = Object.entries(mcpServers) as [
      [string, { command: string; args: string[] }],
    ];
    for (const text of commands)
      expect(text.replace(' -- ', ' ').endsWith(` ${name} ${[command, ...args].join(' ')}`)).toBe(true);
  });
});

test('the results in README.md carry the mark that the grades of the evaluation give them', () => {
  const questions = questionsOf('report');
  const [, ...rows] = nodesOf(english, 'table')[0]?.children ?? [];
  expect(rows).toHaveLength(SHOWN_KINDS.length);
  for (const [position, row] of rows.entries()) {
    const [asked = '', ...results] = row.children.map((cell) => textOf(cell));
    const question = questions[SHOWN_KINDS[position] ?? 'api'].find(({ ask }) => ask === asked);
    const right = Object.entries(question?.answers ?? {}).flatMap(([answer, grade]) =>
      grade === 2 ? [answer.replace(/#.*/, '')] : [],
    );
    const marks = results.map((result) => result[0] === '✓');
    expect(marks).toEqual(results.map((result) => right.some((path) => shortPath(path) === result.slice(2))));
    expect(marks[0]).not.toBe(marks[1]);
  }
});

describe('the moving picture of README.md', () => {
  const SEARCH: DrawnSearch = {
    query: 'a <b> & "c"',
    title: 'Graphs',
    source: 'acme/docs',
    breadcrumbs: ['Graphs', 'Nodes'],
    snippet: 'Prose with **marks**.\n\n```go\n\tg := NewGraph() // </text><script>\n```\n',
    url: `https://example.com/blob/${'0f'.repeat(20)}/graph.md#nodes`,
    commit: '0f'.repeat(20),
    state: 'fresh',
  };

  test('the picture is small, plays without scripts and loads nothing', () => {
    const picture = read('docs/images/searches.svg');
    expect(statSync('docs/images/searches.svg').size).toBeLessThan(100_000);
    expect(picture).toMatch(/@keyframes/);
    expect(picture).toMatch(/prefers-color-scheme:dark/);
    expect(picture).not.toMatch(/<script|<image|<foreignObject|href=|url\(|@import/i);
  });

  test('a picture quotes what documents say, without Markdown marks, and is the same for the same searches', () => {
    const picture = drawSearches([SEARCH, SEARCH]);
    expect(picture).toBe(drawSearches([SEARCH, SEARCH]));
    expect(picture.match(/class="scene/g)).toHaveLength(2);
    expect(picture).toContain('a &lt;b&gt; &amp; &quot;c&quot;');
    expect(picture).toContain('>Prose with marks.<');
    expect(picture).toContain('>    g := NewGraph() // &lt;/text&gt;&lt;script&gt;<');
    expect(picture).toContain('example.com/blob/0f0f0f0/graph.md#nodes');
  });
});
