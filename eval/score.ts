import type { Question } from './questions/questions.ts';

/** A document that an engine found, with the sections of it that the engine shows. */
export interface Found {
  readonly path: string;
  /** Best first. The address ends with the anchor of the section; an engine without sections leaves it empty. */
  readonly sections: readonly { readonly url: string; readonly text: string }[];
}

/** `path#anchor` → the heading's text, of every heading in the corpus. */
export type Headings = ReadonlyMap<string, string>;

/** The metrics of one ranking for one question, or their means; each is between 0 and 1. */
export interface Score {
  /** 1 where the first document answers the question. */
  readonly hit1: number;
  /** 1 where one of the first five documents answers it. */
  readonly hit5: number;
  /** Reciprocal rank of the first document that answers it, within ten. */
  readonly mrr10: number;
  /** Normalised discounted cumulative gain of the first ten documents, with gain 2^grade - 1. */
  readonly ndcg10: number;
  /** 1 where a section shown of the first five documents answers it; null where no section has grade 2. */
  readonly section5: number | null;
}

/**
 * Scores the documents that an engine found for a question.
 * @param found best first
 */
export function scoreOf(question: Question, found: readonly Found[], headings: Headings): Score {
  const grades = new Map<string, number>();
  const right = new Set<string>();
  let sectioned = false;
  for (const [answer, grade] of Object.entries(question.answers)) {
    const [path = '', anchor] = answer.split('#');
    grades.set(path, Math.max(grades.get(path) ?? 0, grade));
    if (grade === 2) right.add(answer);
    if (grade === 2 && anchor !== undefined) sectioned = true;
  }
  const showsAnswer = ({ path, sections }: Found) =>
    right.has(path) ||
    [...right].some((answer) => answer.startsWith(`${path}#`) && sections.some(isOrContains(answer)));
  const isOrContains = (answer: string) => (section: Found['sections'][number]) =>
    section.url !== '' &&
    (section.url.endsWith(`#${answer.split('#')[1]}`) || hasHeading(section.text, headings.get(answer)));
  return scoreRanking(
    found.map(({ path }) => grades.get(path) ?? 0),
    [...grades.values()],
    sectioned ? found.map(showsAnswer) : null,
  );
}

/** An engine may show a small section within its neighbour, with its heading in the text. */
function hasHeading(text: string, heading: string | undefined): boolean {
  return (
    heading !== undefined &&
    text.split('\n').some((line) => /^#{1,6} /.test(line) && line.endsWith(` ${heading}`))
  );
}

/**
 * Scores a ranking by the grades of its documents.
 * @param grades of the documents in the order they were found, 0 where a document is no answer
 * @param ideal the grades of all documents that answer or help, in any order
 * @param sections for each document found, whether a section shown of it answers; null where none is graded
 */
export function scoreRanking(
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

/** The mean of each metric; `section5` over the scores that have one. All are 0 where there are no scores. */
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
