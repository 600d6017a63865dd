import { expect, test } from '@jest/globals';
import { TWO_SOURCES } from '../../../test/support/source-builder.ts';
import { indexLanguages, isInLanguage, languageName, languageNames } from './languages.ts';

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
