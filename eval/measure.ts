import { printTable } from '../bench/support/table.ts';
import type { Document } from '../src/shared/domain/document.ts';
import type { Engine } from './engines/engine.ts';
import { type QuestionSet, questionsOf } from './questions/questions.ts';
import { meanOf, type Score, scoreOf } from './score.ts';

/** What an engine's answers were worth. */
export interface Measured {
  readonly name: string;
  /** Mean scores by kind of question, and of all of them. */
  readonly means: ReadonlyMap<string, Score>;
  /** Every question, and whether an answer was among the first five documents. */
  readonly asked: readonly { readonly question: string; readonly answered: boolean }[];
  /** What was asked, expected and found, where the first document was no answer. */
  readonly misses: readonly string[];
}

export async function measure(
  engine: Engine,
  { documents }: { readonly documents: readonly Document[] },
  set: QuestionSet,
): Promise<Measured> {
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
      if (score.hit1 === 0)
        misses.push(
          missed(
            question.ask,
            Object.keys(question.answers),
            found.map(({ path }) => path),
          ),
        );
    }
    means.set(kind, meanOf(scores));
    all.push(...scores);
  }
  means.set('all', meanOf(all));
  return { name: engine.name, means, asked, misses };
}

function missed(ask: string, wanted: readonly string[], found: readonly string[]): string {
  return `${ask}\n  wanted ${wanted.slice(0, 3).join(', ')}\n  found  ${found.slice(0, 3).join(', ')}`;
}

const MEASURES = [
  ['hit@1', 'hit1'],
  ['hit@5', 'hit5'],
  ['MRR@10', 'mrr10'],
  ['nDCG@10', 'ndcg10'],
  ['section hit@5', 'section5'],
] as const;

/** A table a measure: a row a configuration, a column a kind of question. */
export function printMeasured(measured: readonly Measured[]): void {
  for (const [title, key] of MEASURES) {
    const kinds = [...(measured[0]?.means.keys() ?? [])];
    printTable(
      [title, ...kinds],
      measured.map(({ name, means }) => [
        name,
        ...kinds.map((kind) => means.get(kind)?.[key]?.toFixed(3) ?? '–'),
      ]),
    );
    console.log();
  }
}
