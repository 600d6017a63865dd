import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anchorMaker } from './anchors.ts';
import { parseMarkdown } from './markdown-tree.ts';
import { splitSections } from './sections.ts';

function anchors(...lines: string[]): string[] {
  const anchor = anchorMaker('hugo');
  return lines.map((line) => anchor({ line, text: line }));
}

function githubAnchors(source: string): string[] {
  const sections = splitSections(
    { tree: parseMarkdown(source), source: { text: source }, firstLine: 1 },
    'github',
    (x) => x,
  );
  return sections.flatMap(({ heading }) => (heading === null ? [] : [heading.anchor]));
}

describe('anchors of Hugo', () => {
  test.each([
    ['Quick Start', 'quick-start'],
    ['**Bold** and `code`', 'bold-and-code'],
    ['(*Runner).ResumeWithParams', 'runnerresumewithparams'],
    ['Callback Input & Output', 'callback-input--output'],
    ['🤖 ADK (Agent)', '-adk-agent'],
    ['v0.5.x -> v0.6.x', 'v05x---v06x'],
    ['tool_search Tool', 'tool_search-tool'],
    ['本地文件系统', '本地文件系统'],
    ['Q: [link](http://a.b/c)', 'q-linkhttpabc'],
  ])('the anchor of the heading %j is %j', (line, anchor) => {
    expect(anchors(line)).toEqual([anchor]);
  });

  test('the anchor of a repeated heading is numbered from 1 and skips anchors in use', () => {
    expect(anchors('Example', 'Example', 'Example 2', 'Example-1', 'Example')).toEqual([
      'example',
      'example-1',
      'example-2',
      'example-1-1',
      'example-3',
    ]);
  });

  test('the anchor of a heading without letters or digits is "heading"', () => {
    expect(anchors('***', '!?')).toEqual(['heading', 'heading-1']);
  });

  test('the anchor of a heading with an explicit id is that id', () => {
    expect(anchors('Install {#setup}', 'Setup')).toEqual(['setup', 'setup-1']);
  });
});

describe('anchors of GitHub', () => {
  test.each([
    ['## Quick Start', 'quick-start'],
    ['## **Bold** and `code_x()`', 'bold-and-code_x'],
    ['## Q: [link](http://a.b/c)', 'q-link'],
    ['## *a* _b_ snake_case', 'a-b-snake_case'],
    ['## 🚀 Usage', '-usage'],
    ['## :rocket: Usage', 'rocket-usage'],
    ['## ⚙️ Setup', '\ufe0f-setup'],
    ['## 示例 4：与 Eino 集成', '示例-4与-eino-集成'],
    ['## Callback Input & Output', 'callback-input--output'],
    ['## A &amp; B -> C', 'a--b---c'],
    ['## <a name="x"></a>Title <!-- no -->', 'title-'],
    ['## <img src="a.png" alt="logo"> Title', '-title'],
    ['## ![logo](a.png) Title', '-title'],
    ['## Install {#setup}', 'install-setup'],
    ['## Ends with hashes ##', 'ends-with-hashes'],
    ['Two\nlines\n---', 'twolines'],
  ])('the anchor of the heading %j is %j', (source, anchor) => {
    expect(githubAnchors(source)).toEqual([anchor]);
  });

  test('the anchor of a repeated heading is numbered from 1 and skips anchors in use', () => {
    const source = ['Example', 'Example', 'Example 2', 'Example-1', 'Example'].map((line) => `# ${line}`);
    expect(githubAnchors(source.join('\n'))).toEqual([
      'example',
      'example-1',
      'example-2',
      'example-1-1',
      'example-3',
    ]);
  });

  test('headings in HTML, quotes and lists count when repeated headings are numbered', () => {
    const inner = '<h1 align="center">Usage</h1>\n\n> ## Usage\n\n- # Usage\n\n';
    expect(githubAnchors(`${inner}# Usage`)).toEqual(['usage-3']);
  });

  test('every anchor of a document is unique', () => {
    const line = fc.constantFrom('a', 'a-1', 'a 1', 'A', '*', '-1', '`a`', '🚀', '__proto__', 'constructor');
    const heading = fc.oneof(line, fc.string({ unit: 'grapheme', maxLength: 20 })).map((text) => `# ${text}`);
    fc.assert(
      fc.property(fc.array(heading, { maxLength: 30 }), (headings) => {
        const found = githubAnchors(headings.join('\n\n'));
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});
