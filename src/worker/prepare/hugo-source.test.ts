import { describe, expect, test } from '@jest/globals';
import { rootWith } from '../../../test/support/source-builder.ts';
import type { Root } from '../../shared/domain/source.ts';
import { hugoSource } from './hugo-source.ts';
import { markdownFormat } from './markdown-format.ts';
import type { PreparedDocument } from './prepared-document.ts';

const ROOT = rootWith({ site: 'https://docs.example.com/guide', pages: 'hugo' });

function prepared(content: string, root: Root = ROOT, path = 'area/page.md'): PreparedDocument {
  const result = markdownFormat.prepare({ path, blob: 'b', content }, { root, now: 0 });
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

const textOf = (content: string, root?: Root) =>
  prepared(content, root)
    .chunks.map(({ text }) => text)
    .join('\n');
const shown = (source: string) => hugoSource(source, (target) => `<${target}>`).text;

describe('shortcodes with code', () => {
  test('the inside of highlight is code in its language: no headings, no tags, nothing lost', () => {
    const code = '# not a heading\nx := List<Wombat>{}\n\n*p = `q`';
    const content = `## Go\n\n{{< highlight go "linenos=table" >}}\n${code}\n{{< /highlight >}}\n\n## Go\n\nEnd.\n`;
    const { document } = prepared(content);
    expect(document.outline.map(({ anchor, line }) => [anchor, line])).toEqual([
      ['go', 1],
      ['go-1', 10],
    ]);
    expect(textOf(content)).toContain(`\`\`\`go\n${code}\n\`\`\``);
  });

  test.each([
    [
      'code within a list item',
      '- a\n\n  {{< highlight sh >}}\nrun\n  {{< /highlight >}}',
      '- a\n\n  ```sh\n  run\n  ```',
    ],
    ['code on the line of its tags', '{{< highlight go >}}x := 1{{< /highlight >}}', '```go\nx := 1\n```'],
    [
      'code within a sentence',
      'Call {{< highlight go >}}f(`a`){{< /highlight >}} now.',
      'Call `` f(`a`) `` now.',
    ],
    ['code with a fence', '{{< code lang="md" >}}\n```\na\n```\n{{< /code >}}', '````md\n```\na\n```\n````'],
    ['a diagram', '{{< mermaid >}}\na --> b\n{{< /mermaid >}}', '```mermaid\na --> b\n```'],
    [
      'tabs of code',
      '{{< tabpane lang="go" >}}\n{{< tab header="Main" >}}\nfunc main()\n{{< /tab >}}\n{{< /tabpane >}}',
      '\nMain\n\n```go\nfunc main()\n```\n',
    ],
  ])('shortcodes become fenced blocks or code spans: %s', (_, source, expected) => {
    expect(shown(source)).toBe(expected);
  });

  test('a shortcode in code is shown as it is written, and one that is commented out without its comment', () => {
    const source =
      '```md\n{{< figure src="a.png" >}}\n{{</* ref "x" */>}}\n```\n\n`{{< br >}}` and `{{%/* note */%}}`';
    expect(shown(source)).toBe(
      '```md\n{{< figure src="a.png" >}}\n{{< ref "x" >}}\n```\n\n`{{< br >}}` and `{{% note %}}`',
    );
  });
});

describe('shortcodes with words', () => {
  test.each([
    ['{{< alert title="Quokka mode" color="warning" >}}\nUse it.\n{{< /alert >}}', 'Quokka mode\n\nUse it.'],
    ['{{% tab header="Windows" %}}\nRun it.\n{{% /tab %}}', 'Windows\n\nRun it.'],
    ['{{< tab name="macOS" >}}Run it.{{< /tab >}}', 'macOS Run it.'],
    ['{{< youtube id="abc" title="A walkthrough" >}}', 'A walkthrough'],
    ['{{< details "Show more" >}}\nText.\n{{< /details >}}', 'Show more\n\nText.'],
    ['See {{< tooltip text="a \\"quoted\\" word" >}} here.', 'See a "quoted" word here.'],
    ['{{< note `Two words` >}}', 'Two words'],
    [
      '{{< figure src="/a b.png" caption="The flow" alt="x" >}}',
      '![The flow](https://docs.example.com/a%20b.png)',
    ],
    ['{{< youtube w7Ft2ymGmfc >}}\n\nText.', 'Text.'],
    ['{{< qr text="https://example.com" >}}\n\nText.', 'Text.'],
    ['text\n{{< alert title="A title" >}}', 'text\n\nA title'],
  ])('the words of %j are shown without its syntax', (source, expected) => {
    expect(
      textOf(source)
        .replace(/ ?\n\n+/g, '\n\n')
        .replace('macOSRun', 'macOS Run'),
    ).toBe(expected);
  });

  test('the headings of a page are reported on their own lines, whatever the shortcodes before them become', () => {
    const tags =
      'text\n{{< alert title="One" >}}\n{{< highlight go >}}a\nb{{< /highlight >}}\n{{< x\n a="b" >}}\n';
    const content = `${tags}\n## After\n\n{{< alert title="Two" >}}\n\n## Last\n`;
    const lines = content.split('\n');
    for (const { line, text } of prepared(content).document.outline)
      expect(lines[line - 1]).toBe(`## ${text}`);
  });

  test('headings inside of a shortcode that renders them itself do not count with those of the page', () => {
    const inner = (mark: string, end: string) =>
      `{{${mark} box ${end}}}\n## Setup\n{{${mark} /box ${end}}}\n\n`;
    const anchors = (content: string) => prepared(content).document.outline.map(({ anchor }) => anchor);
    expect(anchors(`${inner('<', '>')}${inner('<', '>')}## Setup`)).toEqual(['setup', 'setup', 'setup']);
    expect(anchors(`${inner('%', '%')}## Setup`)).toEqual(['setup', 'setup-1']);
  });

  test.each(['github', 'plain'] as const)(
    'a root of the style %s shows shortcodes as they are written',
    (pages) => {
      expect(textOf('Write {{< alert title="A" >}} there.', { ...ROOT, pages })).toBe(
        'Write {{< alert title="A" >}} there.',
      );
    },
  );
});

describe('references', () => {
  test.each([
    ['ref "other.md"', 'https://docs.example.com/guide/area/other/'],
    ['relref "../up/_index.md#part"', 'https://docs.example.com/guide/up/#part'],
    ['ref "other"', 'https://docs.example.com/guide/area/other/'],
    ['ref path="/guide/Deep/Page.md" lang="en"', 'https://docs.example.com/guide/deep/page/'],
    ['ref "#part"', 'https://docs.example.com/guide/area/page/#part'],
  ])('the reference %s becomes the address of the page', (reference, address) => {
    expect(textOf(`[It]({{< ${reference} >}}) and <a href="{{% ${reference} %}}">that</a>.`)).toBe(
      `[It](${address}) and that.`,
    );
  });
});

describe('footnotes', () => {
  test('a footnote of one word is text, not an address, and its mark is not in the summary', () => {
    const content =
      'The new API[^1] replaces the older one[^long] now.\n\n[^1]: Experimental\n[^long]: Removed.\n';
    expect(textOf(content)).toContain('[^1]: Experimental');
    expect(prepared(content).document.summary).toBe('The new API replaces the older one now.');
  });
});

describe('a page of a site made by Hugo', () => {
  const aliases = ['/guide/old/place/', 'older', '../gone/index.html', '/elsewhere/page.html', '/'];
  const content = `---\naliases: ${JSON.stringify(aliases)}\n---\n\nText.`;

  test('its aliases are former paths, below its root or from the root of the site', () => {
    expect(prepared(content).formerPaths).toEqual([
      'old/place.md',
      'area/older.md',
      'gone.md',
      'elsewhere/page.html',
    ]);
    expect(prepared(content, { ...ROOT, at: 'zh' }, 'zh/area/page.md').formerPaths?.[0]).toBe(
      'zh/old/place.md',
    );
    expect(prepared(content, { ...ROOT, site: null }).formerPaths?.slice(0, 2)).toEqual([
      'guide/old/place.md',
      'area/older.md',
    ]);
    expect(prepared(content, { ...ROOT, pages: 'github' }).formerPaths).toBeUndefined();
  });
});
