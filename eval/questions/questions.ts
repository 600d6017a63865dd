import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * The kinds of question: `identifier` has names as written, in parts, qualified, in the wrong case and mistyped;
 * `paraphrase` is what a developer writes who does not know the terms of the docs; `unshared-words` was built to share no
 * significant word with its answers, and is reported beside the others; `keywords` is what a person types into a search
 * box; `error-message` is an error pasted whole; `multi-part` asks two or three things at once; `component` is about the
 * components whose READMEs are in eino-ext; `two-sources` can be answered from the docs and from eino-ext; `chinese` has
 * questions of all these kinds in Chinese; `api` asks for names and signatures, whole or half remembered; `example` asks
 * for programs.
 */
export const KINDS = [
  'how-to',
  'concept',
  'identifier',
  'paraphrase',
  'troubleshooting',
  'keywords',
  'error-message',
  'multi-part',
  'component',
  'two-sources',
  'api',
  'example',
  'chinese',
  'unshared-words',
] as const;
export type QuestionKind = (typeof KINDS)[number];

/** The question sets: `tune` tuned the search, `report` is held out from tuning, `all` is both. */
export const QUESTION_SETS = ['tune', 'report', 'all'] as const;
export type QuestionSet = (typeof QUESTION_SETS)[number];

/** How well a document or section answers a question: 2 answers it, 1 helps. */
type Grade = 1 | 2;

/** A question and its graded answers. */
export interface Question {
  readonly ask: string;
  /** Keys are a document (its path in the index) or a section (`path#anchor`), at the commits of `sources.yaml`. */
  readonly answers: Readonly<Record<string, Grade>>;
  /** Of a question in Chinese: the kind that it would be of in English. */
  readonly kind?: QuestionKind | undefined;
}

const ASK = z.string().min(1);
const ANSWER = z
  .string()
  .regex(/^[^#\s]+\.(md|go)(#[^#\s]+)?$/, 'an answer is a path of a document, or path#anchor');
const QUESTION: z.ZodType<Question> = z.strictObject({
  kind: z.enum(KINDS).optional(),
  ask: ASK,
  answers: z
    .record(ANSWER, z.literal([1, 2]))
    .refine((answers) => Object.values(answers).includes(2), 'one answer at least has grade 2'),
});
const OFF_TOPIC_QUESTION = z.strictObject({ ask: ASK });

/**
 * The questions of a set, by kind, in the order of their files.
 * @throws Error as `readQuestions`
 */
export function questionsOf(set: QuestionSet): Record<QuestionKind, Question[]> {
  const folders = { tune: ['tune'], report: ['held-out'], all: ['tune', 'held-out'] }[set];
  const byKind = KINDS.map((kind) => [
    kind,
    folders.flatMap((folder) => readQuestions(join(import.meta.dirname, folder, `${kind}.jsonl`))),
  ]);
  return Object.fromEntries(byKind) as Record<QuestionKind, Question[]>;
}

/** Questions that no document answers: a good search answers them without confidence. */
export function offTopicQuestions(language: 'english' | 'chinese'): string[] {
  const file = language === 'english' ? 'off-topic.jsonl' : 'off-topic-chinese.jsonl';
  return readJsonLines(join(import.meta.dirname, file), OFF_TOPIC_QUESTION).map(({ ask }) => ask);
}

/**
 * Reads a JSONL file that has a question on each line.
 * @throws Error with file, line number and problem where a line is no JSON or no question
 */
export function readQuestions(file: string): Question[] {
  return readJsonLines(file, QUESTION);
}

function readJsonLines<T>(file: string, schema: z.ZodType<T>): T[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line, index) => {
    try {
      return schema.parse(JSON.parse(line));
    } catch (error) {
      throw new Error(`${file}:${index + 1}: ${problemOf(error)}`, { cause: error });
    }
  });
}

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return String(error);
  return error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
}
