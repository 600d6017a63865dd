import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasChinese, isGuessedWord, spaced, spacedForIndex } from './words.ts';

const words = (text: string) => spaced(text).split(' ').filter(Boolean);

describe('spaced()', () => {
  test.each([
    ['节点之间共享状态', ['节点', '之间', '共享', '状态']],
    ['ChatModel的Generate方法', ['ChatModel', '的', 'Generate', '方法']],
    ['v2版本', ['v2', '版本']],
    ['图書館で本を読む', ['图', '書館', 'で', '本', 'を', '読む']],
    ['カレーライス', ['カレーライス']],
    ['𠀀𠀁', ['𠀀𠀁']],
  ])('spaced() separates the words of %s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test.each([
    ['回调', ['回调']],
    ['流式拼接', ['流式', '式拼', '拼接']],
    ['工具的调用', ['工具', '的', '调用']],
    ['把图给我', ['把', '图', '给', '我']],
  ])('spaced() pairs the single characters of %s, but no function words', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test('spacedForIndex() keeps the single characters beside their pairs', () => {
    expect(spacedForIndex('用图编排ChatModel')).toBe(' 用 用图 图 编排 ChatModel');
    expect(spacedForIndex('A graph')).toBe('A graph');
  });

  test.each(['', ' ', 'A graph has nodes.\n', 'Überprüfung, пример, 한국어 예제', '1、2。3'])(
    'spaced() returns %j as it is, without Chinese or Japanese',
    (text) => expect(spaced(text)).toBe(text),
  );

  const character = fc.constantFrom(
    ...'的图调用流式输出节点状态编译报错人机𠀀々カー本を',
    'a',
    'B',
    '_',
    ' ',
    '\n',
    '。',
    '，',
    '-',
  );
  const mixed = fc.string({
    unit: fc.oneof(character, fc.string({ unit: 'binary', maxLength: 1 })),
    maxLength: 200,
  });

  test('spaced() keeps every character of any text in its order', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        const spacedCharacters = [...spaced(text)];
        let at = 0;
        for (const character of text) {
          at = spacedCharacters.indexOf(character, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
        expect(new Set([...spacedCharacters, ' '])).toEqual(new Set([...text, ' ']));
      }),
    );
  });

  test('spaced() changes nothing but spaces in text that it has spaced before', () => {
    fc.assert(fc.property(mixed, (text) => expect(words(spaced(text))).toEqual(words(text))));
  });

  test('spaced() splits a million characters without a space, whatever they are', () => {
    for (const unit of ['中', '一', '节点之间共享状态', '流式拼接', '𠀀', 'ア', 'a中']) {
      const text = unit.repeat(1_000_000 / unit.length);
      expect(spaced(text).length).toBeLessThan(4 * text.length);
    }
  });
});

test.each([
  ['节点', false],
  ['调用', true],
  ['图', true],
  ['graph', false],
  ['調べる', false],
  ['', false],
])('isGuessedWord() of "%s" is %s: the dictionary has it or not', (word, guessed) => {
  expect(isGuessedWord(word)).toBe(guessed);
});

test('hasChinese() is true for text with a Chinese character', () => {
  expect(['graph 编排', 'graph', 'カレー'].map(hasChinese)).toEqual([true, false, false]);
});
