import type { Document } from '../src/shared/domain/document.ts';
import { type Grouped, LANGUAGES, type Language } from './groups.ts';
import {
  offTopicQuestions,
  type Question,
  type QuestionKind,
  type QuestionSet,
  questionsOf,
} from './questions/questions.ts';
import { type Found, type Score, scoreOf } from './score.ts';

/** What an engine answers to a query. */
export interface EngineAnswer {
  /** Documents, best first: at least ten where that many match. */
  readonly found: readonly Found[];
  /** Whether the engine says that the answer is close; absent where it never says so. */
  readonly confident?: boolean;
  /** Estimated tokens of the text that a model reads; absent where there is no such text. */
  readonly tokens?: number;
}

/** A search engine under evaluation. */
export interface Engine {
  readonly name: string;
  search(query: string): Promise<EngineAnswer>;
}

/** A question that an engine was asked, and what its answer is worth. */
export interface AskedQuestion extends Grouped, Omit<EngineAnswer, 'found'> {
  readonly ask: string;
  readonly score: Score;
}

/** The scores of an engine over a question set. */
export interface Measurement {
  /** Name of the engine. */
  readonly name: string;
  readonly asked: readonly AskedQuestion[];
  /** Questions that no document answers; none of an engine that never says whether an answer is close. */
  readonly offTopic: readonly { readonly language: Language; readonly confident: boolean }[];
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
  documents: readonly Pick<Document, 'path' | 'outline'>[],
  set: QuestionSet,
): Promise<Measurement> {
  const headings = new Map(
    documents.flatMap(({ path, outline }) =>
      outline.map(({ anchor, text }) => [`${path}#${anchor}`, text] as const),
    ),
  );
  const asked: AskedQuestion[] = [];
  const misses: string[] = [];
  for (const { kind, question } of questionsFor(documents, set)) {
    const { found, ...said } = await engine.search(question.ask);
    const score = scoreOf(question, found, headings);
    asked.push({ ask: question.ask, kind, chineseKind: question.kind, ...said, score });
    if (score.hit1 === 0) misses.push(missOf(question, found));
  }
  const offTopic = asked.some(({ confident }) => confident !== undefined) ? await askOffTopic(engine) : [];
  return { name: engine.name, asked, offTopic, misses };
}

async function askOffTopic(engine: Engine): Promise<Measurement['offTopic']> {
  const asked: Measurement['offTopic'][number][] = [];
  for (const language of LANGUAGES) {
    for (const ask of offTopicQuestions(language)) {
      const { confident = true } = await engine.search(ask);
      asked.push({ language, confident });
    }
  }
  return asked;
}

/** The questions of a set that the documents answer, with those of their answers that are among the documents. */
export function questionsFor(
  documents: readonly Pick<Document, 'path'>[],
  set: QuestionSet,
): { readonly kind: QuestionKind; readonly question: Question }[] {
  const paths = new Set(documents.map(({ path }) => path));
  return (Object.entries(questionsOf(set)) as [QuestionKind, Question[]][]).flatMap(([kind, questions]) =>
    questions.flatMap((question) => {
      const answers = Object.entries(question.answers).filter(([answer]) =>
        paths.has(answer.split('#')[0] ?? ''),
      );
      const isAnswerable = answers.some(([, grade]) => grade === 2);
      return isAnswerable ? [{ kind, question: { ...question, answers: Object.fromEntries(answers) } }] : [];
    }),
  );
}

function missOf({ ask, answers }: Question, found: readonly Found[]): string {
  const paths = found.slice(0, 3).map(({ path }) => path);
  return `${ask}\n  wanted ${Object.keys(answers).slice(0, 3).join(', ')}\n  found  ${paths.join(', ')}`;
}
