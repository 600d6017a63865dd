import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rootWith } from '../../../../test/support/source-builder.ts';
import { embeddedText } from '../../../shared/domain/chunk.ts';
import type { Format } from '../format.ts';
import { formatOf, prepareDocument } from '../prepare-document.ts';
import type { PreparedDocument } from '../prepared-document.ts';
import { MAX_CHUNK_TOKENS } from '../prepared-document.ts';
import { countTokens } from '../split-text.ts';

const ROOT = rootWith({ site: 'https://github.com/acme/kit/blob/main', pages: 'github' });
const WORD = /w[a-z0-9]+x\d/g;

let format: Format;
beforeAll(async () => {
  format = await formatOf('a.go');
});

function prepare(content: string) {
  const bytes = new TextEncoder().encode(content);
  return prepareDocument(
    { path: 'flow/flow.go', blob: 'b', size: bytes.length, bytes },
    { root: ROOT, now: 0 },
    format,
  );
}

function prepared(content: string): PreparedDocument {
  const result = prepare(content);
  if ('reason' in result) throw new Error(result.reason);
  return result;
}

function wordsOf({ chunks }: PreparedDocument): Set<string> {
  return new Set(chunks.flatMap(({ text }) => text.match(WORD) ?? []));
}

const word = fc.integer({ min: 0, max: 0xfffff }).map((n) => `w${n.toString(36)}x${n % 7}`);
const words = (max: number) => fc.array(word, { minLength: 1, maxLength: max }).map((list) => list.join(' '));

const commentLine = fc.oneof(
  { weight: 4, arbitrary: words(8).map((text) => ` ${text}`) },
  words(3).map((text) => ` # ${text}`),
  words(3).map((text) => `   - ${text}`),
  words(3).map((text) => `  1. ${text}`),
  words(3).map((text) => `\t${text}()`),
  words(3).map((text) => ` Deprecated: ${text} [Name] [${text}]`),
  fc.constantFrom('', ' ```', ' ```go', ' [a]: https://example.com'),
);
const lineComment = fc
  .array(commentLine, { minLength: 1, maxLength: 6 })
  .map((lines) => lines.map((line) => `//${line}\n`).join(''));
const blockComment = fc
  .array(commentLine, { minLength: 1, maxLength: 4 })
  .map((lines) => `/*\n${lines.join('\n')}\n*/\n`);

/** Declarations of one exported name with a comment. */
const code = fc.constantFrom(
  'func F(a int) (b string, err error) {\n\treturn "", nil\n}\n',
  'func G[T any](t T)\n',
  'func (t *T[A, B]) M(f func(int) error) error { return f(1) }\n',
  'type S struct {\n\t// A is.\n\tA int `json:"a"`\n\tb, c int\n\n\t*d\n}\n',
  'type I interface {\n\tDo()\n\tundo()\n}\n',
  'type (\n\tL = int\n)\n',
  'const C = iota\n',
  'const (\n\tX, y = 1, 2\n\tz = 3\n)\n',
  'var V = func() error {\n\treturn nil\n}\n',
  'var (\n\tW = `raw\ntext`\n\tv int\n)\n',
);
const declaration = fc
  .tuple(fc.oneof(lineComment, blockComment), code)
  .map(([comment, declared]) => comment + declared);
const hidden = fc.constantFrom(
  'func h() {}\n',
  'type s struct{}\n',
  'var _ I = s{}\n',
  '// Free.\n\n',
  'import "x"\n',
);
const noGo = fc.constantFrom(
  ')\n',
  '}\n',
  'func (\n',
  '`\n',
  '"\n',
  'type\n',
  'x := = 1\n',
  '\u0001@\n',
  '{\n',
  'a b c\n',
);

const sourceOf = (between: fc.Arbitrary<string>) =>
  fc
    .tuple(lineComment, fc.array(fc.tuple(between, declaration), { minLength: 1, maxLength: 8 }))
    .map(
      ([clause, parts]) =>
        `${clause}package flow\n\n${parts.map(([other, own]) => `${other}\n${own}`).join('\n')}`,
    );

test('prepareDocument() loses no word of the comments of exported declarations, for any Go', () => {
  fc.assert(
    fc.property(sourceOf(fc.oneof(fc.constant(''), hidden)), (source) => {
      const document = prepared(source);
      expect(document.incomplete).toBeUndefined();
      const kept = wordsOf(document);
      expect((source.match(WORD) ?? []).filter((found) => !kept.has(found))).toEqual([]);
    }),
  );
});

test('prepareDocument() loses no word of these comments if the text between the declarations is not Go', () => {
  fc.assert(
    fc.property(sourceOf(noGo), (source) => {
      const document = prepared(source);
      const kept = wordsOf(document);
      expect((source.match(WORD) ?? []).filter((found) => !kept.has(found))).toEqual([]);
      expect(document.incomplete).toBeDefined();
    }),
  );
});

test('prepareDocument() gives every heading of Go the lines that it is on', () => {
  fc.assert(
    fc.property(sourceOf(fc.oneof(hidden, noGo)), (source) => {
      const lines = source.split('\n');
      for (const { text, anchor, line } of prepared(source).document.outline.slice(1)) {
        const [, first = '', last = first] = /^L(\d+)(?:-L(\d+))?$/.exec(anchor) ?? [];
        expect(Number(first)).toBe(line);
        const shown = lines.slice(line - 1, Number(last)).join('\n');
        for (const name of text.replace(/\[.*?\]/g, '').split(', '))
          expect(shown).toMatch(new RegExp(`\\b${name.replace(/^.*\./, '')}\\b`));
      }
    }),
  );
});

const token = fc.constantFrom(
  ...'func ( ) { } [ ] type struct interface var const := = , ; . * x Y "a" ` // /* */ if for case <- ... map package'.split(
    ' ',
  ),
  '\n',
  '\nfunc A() {}\n',
  '\npackage main\n',
  '\n// Doc.\n',
  '\t',
);

test('prepareDocument() prepares any text in a Go file, keeps its content, and exceeds no limit', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(token, { maxLength: 120 }).map((tokens) => tokens.join(' ')),
    fc.array(fc.oneof(token, declaration, noGo), { maxLength: 20 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(anyText, (source) => {
      const result = prepare(source);
      if ('reason' in result) {
        expect(result.reason).not.toBe('');
        return;
      }
      const { document, chunks } = result;
      const lines = document.content.split('\n').length;
      expect(new TextEncoder().encode(document.content)).toEqual(new TextEncoder().encode(source));
      for (const { line } of document.outline) expect(line).toBeLessThanOrEqual(lines);
      expect(chunks.length).toBeGreaterThan(0);
      for (const chunk of chunks) {
        expect(chunk.tokens).toBeLessThanOrEqual(MAX_CHUNK_TOKENS);
        expect(chunk.tokens).toBe(countTokens(embeddedText(chunk)));
      }
      expect(prepare(source)).toEqual(result);
    }),
    { numRuns: 300 },
  );
});
