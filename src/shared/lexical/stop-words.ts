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
