/** What one ranking was worth for one question. */
export interface Score {
  /** 1 where the first document answers the question. */
  readonly hit1: number;
  /** 1 where one of the first five documents does. */
  readonly hit5: number;
  /** 1 / rank of the first document that does, within ten. */
  readonly mrr10: number;
  /** Normalised discounted cumulative gain of the first ten documents, with gain 2^grade - 1. */
  readonly ndcg10: number;
  /** 1 where a section shown of the first five documents is one that answers; null where no section is graded. */
  readonly section5: number | null;
}

/**
 * @param grades of the documents in the order they were found, 0 where a document is no answer
 * @param ideal the grades of all documents that answer or help, in any order
 * @param sections for each document found, whether a section shown of it answers; null where none is graded
 */
export function scoreOf(
  grades: readonly number[],
  ideal: readonly number[],
  sections: readonly boolean[] | null,
): Score {
  const first = grades.slice(0, 10).indexOf(2);
  const best = gain(ideal.toSorted((a, b) => b - a));
  return {
    hit1: first === 0 ? 1 : 0,
    hit5: first >= 0 && first < 5 ? 1 : 0,
    mrr10: first < 0 ? 0 : 1 / (first + 1),
    ndcg10: best === 0 ? 0 : gain(grades) / best,
    section5: sections === null ? null : sections.slice(0, 5).some(Boolean) ? 1 : 0,
  };
}

function gain(grades: readonly number[]): number {
  return grades.slice(0, 10).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
}

/** The mean of each measure; `section5` over the questions that have one. */
export function meanOf(scores: readonly Score[]): Score {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const sections = scores.flatMap(({ section5 }) => (section5 === null ? [] : [section5]));
  return {
    hit1: mean(scores.map(({ hit1 }) => hit1)),
    hit5: mean(scores.map(({ hit5 }) => hit5)),
    mrr10: mean(scores.map(({ mrr10 }) => mrr10)),
    ndcg10: mean(scores.map(({ ndcg10 }) => ndcg10)),
    section5: sections.length === 0 ? null : mean(sections),
  };
}
