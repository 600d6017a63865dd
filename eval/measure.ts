import { printTable } from '../bench/support/table.ts';
import type { Document } from '../src/shared/domain/document.ts';
import { type QuestionSet, questionsOf } from './questions/questions.ts';
import { type Found, meanOf, type Score, scoreOf } from './score.ts';

/** A search engine under evaluation. */
export interface Engine {
  readonly name: string;
  /** Finds documents, best first: at least ten where that many match. */
  search(query: string): Promise<readonly Found[]>;
}

/** The scores of an engine over a question set. */
export interface Measurement {
  /** Name of the engine. */
  readonly name: string;
  /** Mean scores by kind of question, and under `all` those of all questions. */
  readonly means: ReadonlyMap<string, Score>;
  /** Every question, and whether one of the first five documents answers it. */
  readonly asked: readonly { readonly question: string; readonly answered: boolean }[];
  /** Question, expected answers and found documents, where the first document is no answer. */
  readonly misses: readonly string[];
}

/**
 * Searches for every question of a set and scores what the engine finds.
 * @param documents the corpus, for the headings of its sections
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
  const all: Score[] = [];
  const asked: { question: string; answered: boolean }[] = [];
  const misses: string[] = [];
  for (const [kind, questions] of Object.entries(questionsOf(set))) {
    const scores: Score[] = [];
    for (const question of questions) {
      const found = await engine.search(question.ask);
      const score = scoreOf(question, found, headings);
      scores.push(score);
      asked.push({ question: question.ask, answered: score.hit5 === 1 });
      if (score.hit1 === 0) misses.push(missOf(question.ask, Object.keys(question.answers), found));
    }
    means.set(kind, meanOf(scores));
    all.push(...scores);
  }
  means.set('all', meanOf(all));
  return { name: engine.name, means, asked, misses };
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
