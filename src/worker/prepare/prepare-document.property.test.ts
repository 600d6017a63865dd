import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rootWith } from '../../../test/support/source-builder.ts';
import { embeddedText } from '../../shared/domain/chunk.ts';
import { markdownFormat } from './markdown-format.ts';
import { parseMarkdown, spanOf } from './markdown-tree.ts';
import { type ChunkSizes, sizesFor } from './passages.ts';
import { prepareDocument } from './prepare-document.ts';
import { MAX_CHUNK_TOKENS } from './prepared-document.ts';
import { countTokens } from './split-text.ts';

const CONTEXT = { root: rootWith({ site: 'https://docs.example.com/guide' }), now: 0 };

function prepare(content: string, path = 'area/page.md', sizes?: ChunkSizes) {
  const bytes = new TextEncoder().encode(content);
  return prepareDocument(
    { path, blob: 'b'.repeat(40), size: bytes.length, bytes },
    { ...CONTEXT, sizes },
    markdownFormat,
  );
}

/** Every word begins with `w` and ends in a digit, so that no word is markup, a tag, or part of another word. */
const word = fc.integer({ min: 0, max: 0xfffff }).map((n) => `w${n.toString(36)}x${n % 7}`);
const words = (max: number) => fc.array(word, { minLength: 1, maxLength: max }).map((list) => list.join(' '));

const inline = fc.oneof(
  { weight: 6, arbitrary: words(12) },
  words(3).map((text) => `**${text}**`),
  words(3).map((text) => `*${text}* ~~${text}~~`),
  words(2).map((text) => `\`${text}\``),
  words(2).map((text) => `[${text}](./other.md#part "title")`),
  words(2).map((text) => `![${text}](/img/a.png)`),
  words(2).map((text) => `<strong>${text}</strong><br/><a href="/x">${text}</a>`),
  words(2).map((text) => `<!-- dropped --> {{< ref "dropped.md" >}} ${text}`),
  words(2).map((text) => `\\*${text}\\_ &amp; ${text} <https://example.com> https://example.com/a_b`),
  fc.constantFrom('*', '_', '[', '](', '`', '<', '>', '|', '~', '&', '{{<', '<a href="', '![', '$', '\\'),
);
const line = fc.array(inline, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' '));

const block: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: line },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 6 }), line).map(([n, text]) => `${'#'.repeat(n)} ${text}`),
  },
  words(4).map((text) => `${text}\n===`),
  fc.array(line, { minLength: 1, maxLength: 5 }).map((items) => items.map((item) => `- ${item}`).join('\n')),
  fc
    .array(line, { minLength: 1, maxLength: 4 })
    .map((items) => items.map((item, i) => `${i + 1}. ${item}\n\n   - ${item}`).join('\n')),
  line.map((text) => `> ${text}\n> > ${text}`),
  fc
    .tuple(fc.constantFrom('```', '~~~', '````'), fc.array(words(6), { maxLength: 60 }))
    .map(([fence, lines]) => `${fence}go\n${lines.join('\n')}\n${fence}`),
  fc.array(words(6), { minLength: 1, maxLength: 5 }).map((lines) => `\`\`\`\n${lines.join('\n')}`),
  words(5).map((text) => `    ${text}`),
  fc
    .array(fc.tuple(words(3), words(3)), { minLength: 1, maxLength: 40 })
    .map((rows) => `| a | b |\n| --- | :-: |\n${rows.map(([a, b]) => `| ${a} | ${b} |`).join('\n')}`),
  fc
    .array(fc.tuple(words(3), words(3)), { minLength: 1, maxLength: 30 })
    .map(
      (rows) =>
        `<table>\n${rows.map(([a, b]) => `<tr><td><pre>${a}</pre><li>${b}</li></td>\n\n<td>${b}</td></tr>`).join('\n')}\n</table>`,
    ),
  words(5).map(
    (text) => `<ul><li>${text}<li>${text}<p>${text}</ul><details><summary>${text}</summary>${text}</details>`,
  ),
  words(3).map((text) => `<div>${text}\n\n${text}</div></td></table>`),
  words(3).map((text) => `[ref]: ./there.md "${text}"\n\n[^1]: ${text}`),
  words(300),
  fc.constantFrom(
    '---',
    '***',
    '',
    '<!--',
    '-->',
    '{{% note %}}',
    '{{< toc >}}',
    '<br>',
    '<table>',
    '</table>',
    '\t',
    '\u00a0',
  ),
);
const page = fc
  .tuple(fc.option(words(5)), fc.array(block, { maxLength: 10 }), fc.constantFrom('\n\n', '\n', '\r\n\r\n'))
  .map(
    ([title, blocks, between]) =>
      `${title === null ? '' : `---\ntitle: ${title}\n---\n`}${blocks.join(between)}`,
  );

describe('prepareDocument() with random Markdown', () => {
  test('prepareDocument() loses no word of any Markdown', () => {
    fc.assert(
      fc.property(page, (content) => {
        const { chunks } = prepared(content);
        const kept = new Set(
          chunks.flatMap(
            ({ title, breadcrumbs, text }) =>
              `${title} ${breadcrumbs.join(' ')} ${text}`.match(/w[a-z0-9]+x\d/g) ?? [],
          ),
        );
        const missing = (withoutComments(content).match(/w[a-z0-9]+x\d/g) ?? []).filter(
          (found) => !kept.has(found),
        );
        expect(missing).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('prepareDocument() makes no chunk larger than the limit and counts its tokens correctly, for any Markdown', () => {
    fc.assert(
      fc.property(page, (content) => {
        const { chunks } = prepared(content);
        for (const chunk of chunks) {
          expect(chunk.tokens).toBeLessThanOrEqual(MAX_CHUNK_TOKENS);
          expect(chunk.tokens).toBe(countTokens(embeddedText(chunk)));
        }
        expect(chunks.map(({ ordinal }) => ordinal)).toEqual(chunks.map((_, i) => i));
        expect(chunks.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  test('prepareDocument() makes chunks that a model with a limit can read, for any Markdown', () => {
    const limit = fc.constantFrom(128, 256, 512);
    fc.assert(
      fc.property(page, limit, (content, maxTokens) => {
        const documentPrefix = 'passage: ';
        const result = prepare(content, 'page.md', sizesFor({ maxTokens, documentPrefix }));
        for (const chunk of 'reason' in result ? [] : result.chunks) {
          expect(countTokens(documentPrefix + embeddedText(chunk))).toBeLessThanOrEqual(maxTokens);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('prepareDocument() reports where each section of a chunk begins, for any Markdown', () => {
    fc.assert(
      fc.property(page, (content) => {
        for (const { text, sections } of prepared(content).chunks) {
          const starts = sections.map(({ start }) => start);
          expect(starts).toEqual(starts.toSorted((one, other) => one - other));
          for (const { start, heading } of sections) {
            const headings = /^(?:#{1,6} .*\n*)+/.exec(text.slice(start))?.[0] ?? '';
            expect(headings).toContain(` ${heading}`);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('prepareDocument() is deterministic and keeps the content byte for byte, for any Markdown', () => {
    fc.assert(
      fc.property(page, (content) => {
        const first = prepare(content);
        expect(prepare(content)).toEqual(first);
        if ('document' in first) expect(first.document.content).toBe(content);
      }),
      { numRuns: 15 },
    );
  });

  test('prepareDocument() reports the line of each heading of the outline, for any Markdown', () => {
    fc.assert(
      fc.property(page, (content) => {
        const { document } = prepared(content);
        const lines = document.content.split('\n');
        for (const { line, text } of document.outline) {
          const first = /w[a-z0-9]+x\d/.exec(text)?.[0];
          if (first !== undefined) expect(lines.slice(line - 1, line + 3).join(' ')).toContain(first);
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('prepareDocument() prepares any bytes or skips them with a reason, and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 400 }).map((text) => new TextEncoder().encode(text)),
        fc
          .string({ unit: 'binary', maxLength: 200 })
          .map((text) => new TextEncoder().encode(`---\n${text}\n---\n# x`)),
      ),
      fc.string({ minLength: 1, maxLength: 40 }),
      (bytes, path) => {
        const prepared = prepareDocument(
          { path, blob: 'x', size: bytes.length, bytes },
          CONTEXT,
          markdownFormat,
        );
        if ('reason' in prepared) expect(prepared.reason).not.toBe('');
        else expect(new TextEncoder().encode(prepared.document.content)).toEqual(bytes);
      },
    ),
    { numRuns: 60 },
  );
});

/** Lines that begin, continue or end a block. */
const anyLine = fc.constantFrom(
  ...['', '', '', '   ', '\u00a0', '\r', '\ra', '\r\ra', '| a |', '| - |'],
  ...'a#  a#    a#- a#  - b#   - c#1. a#>#> a#> - a#===#---#* * *#```#~~~#"a#`a'.split('#'),
  ...'# a|<div>|</div>|<pre>|</pre>|<!--|-->|<?|?>'.split('|'),
);
const anyLines = fc.array(anyLine, { maxLength: 30 }).map((lines) => lines.join('\n'));

test('parseMarkdown() in parts returns the same blocks and positions as in one piece', () => {
  fc.assert(
    fc.property(fc.oneof(page, anyLines), fc.integer({ min: 1, max: 200 }), (content, part) => {
      const blocks = (size: number) =>
        parseMarkdown(content, size).children.map((node) => [node.type, spanOf(node)]);
      expect(blocks(part)).toEqual(blocks(content.length));
    }),
  );
});

test('parseMarkdown() returns the positions of nodes', () => {
  expect(parseMarkdown('a\n\n# b').children[1]?.position?.start.offset).toBe(3);
});

/** Prepares a document. Front matter that is not closed is made plain text. */
function prepared(content: string) {
  const result = prepare(/^---\r?\n(?!title: )/.test(content) ? `.\n\n${content}` : content);
  if (!('chunks' in result)) throw new Error(result.reason);
  return result;
}

function withoutComments(content: string): string {
  return content.replace(/<!--[\s\S]*?-->/g, '');
}
