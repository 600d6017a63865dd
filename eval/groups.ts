import type { QuestionKind } from './questions/questions.ts';

/** The languages of the questions. */
export const LANGUAGES = ['english', 'chinese'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A question as its group sees it. */
export interface Grouped {
  readonly kind: QuestionKind;
  /** Of a question in Chinese: the kind that it would be of in English, where it is told. */
  readonly chineseKind?: QuestionKind | undefined;
}

/** Whether a question counts in `english` and `all`: those that were built to share no word with their answers do not. */
export const countsInAll = ({ kind }: Grouped): boolean => kind !== 'unshared-words';

export const languageOf = ({ kind }: Grouped): Language => (kind === 'chinese' ? 'chinese' : 'english');

/** Questions by kind, in the order of the first of each kind, and below `english` and `all` those of several kinds. */
export function byKind<T extends Grouped>(questions: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const counted = questions.filter(countsInAll);
  const english = counted.filter((question) => languageOf(question) === 'english');
  const groups: Map<string, readonly T[]> = Map.groupBy(questions, ({ kind }) => kind);
  return groups.set('english', english).set('all', counted);
}

/** The Chinese questions by the kind that they would be of in English; those without one are left out. */
export function byChineseKind<T extends Grouped>(questions: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const told = questions.filter(({ chineseKind }) => chineseKind !== undefined);
  return Map.groupBy(told, ({ chineseKind }) => `chinese ${chineseKind}`);
}
