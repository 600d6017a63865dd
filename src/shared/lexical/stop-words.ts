/** Words a question is made of rather than asks about, in lower case. Few: a word that can name something stays. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and are as at be been being but by can could did do does for from how i in into is it its ' +
    'me my of on or our s should t that the their them there these they this those to us was we were ' +
    'what when where which who whom why will with would you your'
  ).split(' '),
);

/** Whether a word says nothing about what a question is after. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
