import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AddressStyle } from '../../shared/domain/source.ts';
import { splitSections } from './markdown-format.ts';
import { parseMarkdown } from './markdown-tree.ts';

function anchorsOf(source: string, pages: AddressStyle): string[] {
  const body = { tree: parseMarkdown(source), source: { text: source }, firstLine: 1 };
  const sections = splitSections(body, pages, (target) => target);
  return sections.flatMap(({ heading }) => (heading === null ? [] : [heading.anchor]));
}

const hugoAnchors = (source: string) => anchorsOf(source, 'hugo');
const githubAnchors = (source: string) => anchorsOf(source, 'github');

// What these headings have on a site that Hugo 0.155.3 makes.
describe('anchors of Hugo', () => {
  test.each([
    ['## Quick Start', 'quick-start'],
    ['## **Bold** and `code`', 'bold-and-code'],
    ['## (*Runner).ResumeWithParams', 'runnerresumewithparams'],
    ['## Callback Input & Output', 'callback-input--output'],
    ['## 🤖 ADK (Agent)', '-adk-agent'],
    ['## v0.5.x -> v0.6.x', 'v05x---v06x'],
    ['## a -- b "q" it\'s ... c', 'a--b-q-its--c'],
    ['## tool_search Tool', 'tool_search-tool'],
    ['## 本地文件系统', '本地文件系统'],
    ['## ΑΣ İstanbul', 'ασ-istanbul'],
    ['## Q: [link](http://a.b/c)', 'q-link'],
    ['## A **b *c* d** e', 'a-b--e'],
    ['## A <http://auto.link> b https://bare.link c', 'a--b--c'],
    ['## A &amp; B &copy; \\* esc', 'a--b---esc'],
    ['## ![img alt](x.png) T', 'img-alt-t'],
    ['## T <a id="x"></a>', 't'],
    ['Two\nlines **x**\n---', 'lines-x'],
    ['##', ''],
    ['## *', 'heading'],
  ])('the anchor of the heading %j is %j', (source, anchor) => {
    expect(hugoAnchors(source)).toEqual([anchor]);
  });

  test('the anchor of a repeated heading is numbered from 1 and skips anchors in use', () => {
    const source = ['Example', 'Example', 'Example 2', 'Example-1', 'Example'].map((line) => `# ${line}`);
    expect(hugoAnchors(source.join('\n'))).toEqual([
      'example',
      'example-1',
      'example-2',
      'example-1-1',
      'example-3',
    ]);
  });

  test.each([
    ['## Install {#setup}', ['setup', 'setup-1']],
    ['## Install {.alert #setup}', ['setup', 'setup-1']],
    ['## Install {id="setup" data-x=1}', ['setup', 'setup-1']],
    ['Install {#setup}\n---', ['setup', 'setup-1']],
    ['## Setup {.alert}', ['setup', 'setup-1']],
    ['## Setup {}', ['setup', 'setup-1']],
    ['## Install {#setup} now', ['install-setup-now', 'setup']],
    ['## Install \\{#setup}', ['install-setup', 'setup']],
    ['## Install {#setup', ['install-setup', 'setup']],
  ])('the attributes of the heading %j are read: its anchor and the next are %j', (source, anchors) => {
    expect(hugoAnchors(`${source}\n\n## Setup`)).toEqual(anchors);
  });

  test('headings in quotes and lists count when repeated headings are numbered, headings in HTML do not', () => {
    const inner = '<h1>Usage</h1>\n\n> ## Usage\n\n- # Usage\n\n';
    expect(hugoAnchors(`${inner}# Usage`)).toEqual(['usage-2']);
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
