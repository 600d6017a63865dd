import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSource, TWO_SOURCES } from '../../../test/support/source-builder.ts';
import { findTranslations, indexLanguages, isInLanguage, languageName, languageNames } from './languages.ts';

test('the languages of an index are those of its roots and of their exceptions, each once', () => {
  expect(indexLanguages({ sources: TWO_SOURCES })).toEqual(['en', 'zh']);
  expect(indexLanguages({ sources: [] })).toEqual([]);
});

test.each([
  ['zh', 'zh', true],
  ['zh-CN', 'zh', true],
  ['zh-CN', 'ZH-cn', true],
  ['zh-Hans-CN', 'zh-Hans', true],
  ['zh', 'zh-CN', false],
  ['zha', 'zh', false],
])('whether the language %s is within the range %s: %s', (language, range, expected) => {
  expect(isInLanguage(language, range)).toBe(expected);
});

test('a language is called by its English name, and by its tag if it has none', () => {
  expect(languageName('zh')).toBe('Chinese');
  expect(languageName('not a tag')).toBe('not a tag');
  expect(languageNames([{ language: 'zh' }, { language: 'en' }, { language: 'zh' }])).toBe(
    'Chinese and English',
  );
  expect(languageNames([{ language: 'ja' }])).toBe('Japanese');
});

const en = (path: string) => ({ path, language: 'en' });
const zh = (path: string) => ({ path, language: 'zh' });
const translations = (documents: readonly { path: string; language: string }[], sources = TWO_SOURCES) =>
  Object.fromEntries(
    [...findTranslations(documents, sources)].map(([path, found]) => [
      path,
      found.map((other) => other.path),
    ]),
  );

describe('the translations of documents', () => {
  test('documents of one source with the same path below their roots are translations of each other', () => {
    const documents = [en('core/graph.md'), zh('zh/core/graph.md'), en('only.md'), zh('zh/other.md')];
    expect(translations(documents)).toEqual({
      'core/graph.md': ['zh/core/graph.md'],
      'zh/core/graph.md': ['core/graph.md'],
    });
  });

  test('documents with the same path in different sources are not translations', () => {
    const sources = [
      buildSource('github:a/a', [{ at: '' }]),
      buildSource('github:b/b', [{ at: 'b', language: 'zh' }]),
    ];
    expect(translations([en('graph.md'), zh('b/graph.md')], sources)).toEqual({});
  });

  test.each(['README_zh.md', 'README.zh-CN.md', 'README-zh.md', 'README_CN.md', 'README.zh_Hans.md'])(
    'README.md and %s of one folder are translations of each other',
    (name) => {
      expect(translations([en('ext/a/README.md'), zh(`ext/a/${name}`), zh(`ext/b/${name}`)])).toEqual({
        'ext/a/README.md': [`ext/a/${name}`],
        [`ext/a/${name}`]: ['ext/a/README.md'],
      });
    },
  );

  test('a document has no translation where several documents in one language fit', () => {
    expect(translations([en('ext/README.md'), zh('ext/README_zh.md'), zh('ext/README.zh-CN.md')])).toEqual(
      {},
    );
    const mixed = [en('a.md'), zh('zh/a.md'), zh('a_zh.md')];
    expect(translations(mixed)).toEqual({ 'zh/a.md': ['a.md'], 'a_zh.md': ['a.md'] });
  });

  test('documents in the same language, and names that end like a language, are not translations', () => {
    expect(translations([en('ext/README.md'), en('ext/README_zh.md'), zh('zh/x.md')])).toEqual({});
    expect(translations([en('ext/run.md'), zh('ext/run-go.md')])).toEqual({});
    expect(translations([en('ext/a_zh/b.md'), zh('ext/a/b.md')])).toEqual({});
  });

  test('a document in three languages has two translations', () => {
    const ja = { path: 'ext/README_ja.md', language: 'ja' };
    expect(translations([en('ext/README.md'), zh('ext/README_zh.md'), ja])['ext/README.md']).toEqual([
      'ext/README_zh.md',
      'ext/README_ja.md',
    ]);
  });

  test('the translations of any documents exist, are in other languages, and differ in language', () => {
    const name = fc.constantFrom(
      'README.md',
      'README_zh.md',
      'README-zh.md',
      'README_ja.md',
      'a.md',
      'zh/a.md',
    );
    const path = fc.tuple(fc.constantFrom('', 'zh/', 'ext/', 'x/'), name).map((parts) => parts.join(''));
    const document = fc.record({ path, language: fc.constantFrom('en', 'zh', 'ja') });
    fc.assert(
      fc.property(fc.uniqueArray(document, { selector: (made) => made.path }), (documents) => {
        const languages = new Map(documents.map((made) => [made.path, made.language]));
        for (const [from, found] of findTranslations(documents, TWO_SOURCES)) {
          for (const other of found) expect(languages.get(other.path)).toBe(other.language);
          const all = [languages.get(from), ...found.map(({ language }) => language)];
          expect(new Set(all).size).toBe(all.length);
        }
      }),
    );
  });
});
