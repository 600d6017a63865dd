import { bootstrapMean, type Estimate } from './bootstrap.ts';
import { byKind, type Grouped } from './groups.ts';
import type { AskedQuestion } from './measure.ts';

/** Metrics that two rankings are compared by. */
export type ComparedMetric = 'ndcg10' | 'hit5';

/** A question that two engines, or two builds of one, were asked. */
export interface QuestionPair extends Grouped {
  readonly ask: string;
  readonly before: Readonly<Record<ComparedMetric, number>>;
  readonly after: Readonly<Record<ComparedMetric, number>>;
}

/** The scores of two engines over the questions of one kind, and the mean of the differences question by question. */
export interface GroupComparison {
  readonly group: string;
  readonly questions: number;
  readonly before: number;
  readonly after: number;
  readonly difference: Estimate;
}

/** The questions that both were asked, in the order of `after`. */
export function pairQuestions(
  before: readonly Pick<AskedQuestion, 'ask' | 'score'>[],
  after: readonly AskedQuestion[],
): QuestionPair[] {
  const earlier = new Map(before.map(({ ask, score }) => [ask, score]));
  return after.flatMap(({ ask, kind, chineseKind, score }) => {
    const other = earlier.get(ask);
    return other === undefined ? [] : [{ ask, kind, chineseKind, before: other, after: score }];
  });
}

/** Compares question by question, for each kind, for `english` and for `all`; a group without a question is left out. */
export function comparePairs(pairs: readonly QuestionPair[], metric: ComparedMetric): GroupComparison[] {
  return [...byKind(pairs)].flatMap(([group, members]) => {
    const mean = (side: 'before' | 'after') =>
      members.reduce((sum, pair) => sum + pair[side][metric], 0) / members.length;
    const difference = bootstrapMean(members.map(({ before, after }) => after[metric] - before[metric]));
    return difference === null
      ? []
      : [{ group, questions: members.length, before: mean('before'), after: mean('after'), difference }];
  });
}

/** The pairs whose nDCG@10 differs, the largest difference first. */
export function mostChanged(pairs: readonly QuestionPair[]): QuestionPair[] {
  const change = ({ before, after }: QuestionPair) => Math.abs(after.ndcg10 - before.ndcg10);
  return pairs.filter((pair) => change(pair) > 0).toSorted((a, b) => change(b) - change(a));
}
