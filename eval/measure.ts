import { printTable } from '../bench/support/table.ts';
import type { Document } from '../src/shared/domain/document.ts';
import {
  DOCS_KINDS,
  type Question,
  type QuestionKind,
  type QuestionSet,
  questionsOf,
} from './questions/questions.ts';
import { type Found, meanOf, type Score, scoreOf } from './score.ts';

/** A search engine under evaluation. */
export interface Engine {
  readonly name: string;
  /** Finds documents, best first: at least ten where that many match. */
  search(query: string): Promise<readonly Found[]>;
}

/** A question that was asked, and whether one of the first five documents answers it. */
interface AskedQuestion {
  readonly question: string;
  readonly kind: QuestionKind;
  readonly answered: boolean;
}

/** The scores of an engine over a question set. */
export interface Measurement {
  /** Name of the engine. */
  readonly name: string;
  /**
   * Mean scores by kind of question, under `docs` those of the kinds that the English docs answer, under `all` those of
   * all questions.
   */
  readonly means: ReadonlyMap<string, Score>;
  readonly asked: readonly AskedQuestion[];
  /** Question, expected answers and found documents, where the first document is no answer. */
  readonly misses: readonly string[];
}

/**
 * Searches for every question of a set that the corpus answers, and scores what the engine finds.
 * @param documents the corpus
 * @throws what the engine throws
 */
export async function measure(
  engine: Engine,
  documents: readonly Document[],
  set: QuestionSet,
): Promise<Measurement> {
  const headings = new Map(
    documents.flatMap(({ path, outline }) =>
      outline.map(({ anchor, text }) => [`${path}#${anchor}`, text] as const),
    ),
  );
  const means = new Map<string, Score>();
  const every: Score[] = [];
  const asked: AskedQuestion[] = [];
  const paths = new Set(documents.map(({ path }) => path));
  const docs: Score[] = [];
  const misses: string[] = [];
  for (const [name, all] of Object.entries(questionsOf(set))) {
    const kind = name as QuestionKind;
    const questions = all.flatMap((question) => answerableFrom(question, paths));
    if (questions.length === 0) continue;
    const scores: Score[] = [];
    for (const question of questions) {
      const found = await engine.search(question.ask);
      const score = scoreOf(question, found, headings);
      scores.push(score);
      asked.push({ question: question.ask, kind, answered: score.hit5 === 1 });
      if (score.hit1 === 0) misses.push(missOf(question.ask, Object.keys(question.answers), found));
    }
    means.set(kind, meanOf(scores));
    every.push(...scores);
    if (DOCS_KINDS.includes(kind)) docs.push(...scores);
  }
  means.set('docs', meanOf(docs));
  means.set('all', meanOf(every));
  return { name: engine.name, means, asked, misses };
}

/** The question with those of its answers that the corpus has; none if no answer of grade 2 is left. */
export function answerableFrom({ ask, answers }: Question, paths: ReadonlySet<string>): Question[] {
  const left = Object.entries(answers).filter(([answer]) => paths.has(answer.split('#')[0] ?? ''));
  return left.some(([, grade]) => grade === 2) ? [{ ask, answers: Object.fromEntries(left) }] : [];
}

function missOf(ask: string, answers: readonly string[], found: readonly Found[]): string {
  const paths = found.slice(0, 3).map(({ path }) => path);
  return `${ask}\n  wanted ${answers.slice(0, 3).join(', ')}\n  found  ${paths.join(', ')}`;
}

const METRICS = [
  ['hit@1', 'hit1'],
  ['hit@5', 'hit5'],
  ['MRR@10', 'mrr10'],
  ['nDCG@10', 'ndcg10'],
  ['section hit@5', 'section5'],
] as const;

/** Prints a table for each metric: a row for each engine, a column for each kind of question. */
export function printMeasurements(measurements: readonly Measurement[]): void {
  const kinds = [...(measurements[0]?.means.keys() ?? [])];
  for (const [title, key] of METRICS) {
    printTable(
      [title, ...kinds],
      measurements.map(({ name, means }) => [
        name,
        ...kinds.map((kind) => means.get(kind)?.[key]?.toFixed(3) ?? '–'),
      ]),
    );
    console.log();
  }
}
