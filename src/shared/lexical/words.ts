import { LRUCache } from 'lru-cache';

/**
 * Chinese and Japanese characters in a row, which are written without spaces between words. A longer row is cut after a
 * thousand: no sentence has as many, and the time for a text stays proportional to its length.
 */
const RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{1,1000}/gu;
const HAN_CHARACTER = /^\p{Script=Han}$/u;

/** Its dictionary comes with Node, so the words depend on the version of Node and on nothing else of the machine. */
const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'word' });

/**
 * Puts spaces between the words of Chinese and Japanese text, and between such text and any other, so that a word
 * tokenizer finds them: `调用Generate方法` → ` 调用 Generate 方法 `. Other text is returned as it is.
 */
export function spaced(text: string): string {
  return text.length > LONGEST_KEPT || !RUN_START.test(text) ? spacedWords(text) : SPACED.memo(text);
}

function spacedWords(text: string): string {
  return spacedBy(text, (segments) => pairSingles(segments, false));
}

/** As long as a query may be. */
const LONGEST_KEPT = 4_000;
const RUN_START = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;

/** Every step of a search separates the words of the same query again, which costs some milliseconds for a long one. */
const SPACED = new LRUCache<string, string>({ max: 8, memoMethod: spacedWords });

/** As `spaced`, with single characters also beside the pairs made of them, so that an index finds `用图` by `图`. */
export function spacedForIndex(text: string): string {
  return spacedBy(text, (segments) => pairSingles(segments, true));
}

function spacedBy(text: string, wordsOfRun: (segments: readonly string[]) => string[]): string {
  const runs = text.match(RUN);
  if (runs === null) return text;
  const segments = segmentsOf(runs);
  let at = 0;
  return text.replace(RUN, () => ` ${wordsOfRun(segments[at++] ?? []).join(' ')} `);
}

const SEPARATOR = '\n';

/** The segments of each run. All runs are segmented at once, because a call costs as much as a hundred characters. */
function segmentsOf(runs: readonly string[]): string[][] {
  let current: string[] = [];
  const ofRuns = [current];
  for (const { segment } of SEGMENTER.segment(runs.join(SEPARATOR))) {
    if (segment === SEPARATOR) {
      current = [];
      ofRuns.push(current);
    } else {
      current.push(segment);
    }
  }
  return ofRuns;
}

/**
 * The dictionary is one of general language. It leaves many technical words in single characters: `调`, `用`. Where such
 * characters follow each other, each two of them become a word; function words stay alone.
 * @param keep whether the single characters are kept beside their pairs
 */
function pairSingles(segments: readonly string[], keep: boolean): string[] {
  const words: string[] = [];
  let afterSingle = false;
  let isSingle = isSingleCharacter(segments[0]);
  for (const [i, segment] of segments.entries()) {
    const beforeSingle = isSingleCharacter(segments[i + 1]);
    const isPaired = isSingle && (afterSingle || beforeSingle);
    if (!isPaired || keep) words.push(segment);
    if (isSingle && beforeSingle) words.push(`${segment}${segments[i + 1]}`);
    afterSingle = isSingle;
    isSingle = beforeSingle;
  }
  return words;
}

/** A Han character is one or two code units. */
function isSingleCharacter(segment: string | undefined): boolean {
  return segment !== undefined && segment.length < 3 && HAN_CHARACTER.test(segment) && !isStopWord(segment);
}

const HAN = /^\p{Script=Han}+$/u;

/** Whether a word is Chinese and not in the dictionary: characters that `spaced` paired, or that stayed single. */
export function isGuessedWord(word: string): boolean {
  if (!HAN.test(word)) return false;
  for (const { segment } of SEGMENTER.segment(word)) if (!HAN_CHARACTER.test(segment)) return false;
  return true;
}

const ANY_HAN = /\p{Script=Han}/u;

/** Whether a text has Chinese characters. */
export function hasChinese(text: string): boolean {
  return ANY_HAN.test(text);
}

/** English function words, in lower case. Deliberately few: a word that can name something is not listed. */
const ENGLISH =
  'a an and are as at be been being but by can could did do does for from how i in into is it its ' +
  'me my of on or our s should t that the their them there these they this those to us was we were ' +
  'what when where which who whom why will with would you your';

/**
 * Chinese question and function words. A character that often is part of a longer word that the segmenter does not know,
 * such as `用` in `调用` or `对` in `对齐`, is not listed.
 */
const CHINESE =
  '什么 怎么 怎样 如何 哪些 哪个 哪里 为什么 啥 请问 的 了 着 吗 呢 吧 我 我的 这 那 个 一个 ' +
  '是 有 在 能 会 要 想 可以 让 给 把 被 和 与 或 从 到 里 就 也 都';

const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${CHINESE}`.split(' '));

/** Whether a lower-case word is a stop word: it says nothing about what a query is looking for. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** A part of a word: a run of capitals, a word with or without one, digits, or letters of a script without case. */
export const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[\p{Lo}\p{M}]+/gu;
const SUFFIX = /(?:ions?|ings?|ers?|e[sd]?|s)$/;
const SHORTEST_STEM = 3;

/** Returns the stems of a query's words in order: see `stemOf`. */
export function wordStems(text: string): string[] {
  return (spaced(text).match(PART) ?? []).map(stemOf);
}

/**
 * Returns the parts of the words of an indexed text in order, as written: identifiers are split into their words, and
 * Chinese text has single characters beside the pairs made of them.
 */
export function indexedParts(text: string): readonly string[] {
  return spacedForIndex(text).match(PART) ?? [];
}

/** Returns a part of a word in lower case and without the commonest English suffixes. */
export function stemOf(part: string): string {
  const word = part.toLowerCase();
  const shortened = word.replace(SUFFIX, '');
  return shortened.length < SHORTEST_STEM ? word : shortened;
}
