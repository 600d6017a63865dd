import type { Corpus } from './corpus.ts';
import { countsInAll } from './groups.ts';
import { type Engine, questionsFor } from './measure.ts';
import type { Question, QuestionKind, QuestionSet } from './questions/questions.ts';
import { type Found, type Score, scoreOf } from './score.ts';

/** The kinds that the table shows a question of: what a developer needs first, in both languages. */
export const SHOWN_KINDS: readonly QuestionKind[] = [
  'concept',
  'identifier',
  'component',
  'chinese',
  'how-to',
];

/** The results of two engines for one question. */
interface Comparison {
  readonly kind: QuestionKind;
  readonly question: Question;
  readonly ours: Result;
  readonly plain: Result;
}

interface Result {
  readonly first: Found | undefined;
  readonly score: Score;
}

/**
 * Asks two engines the same questions and prints the tables of the README, in Markdown: of each kind of `SHOWN_KINDS`
 * the first question that only one of the engines answers with its first result, and how often each engine answers.
 * @throws what an engine throws
 */
export async function printFirstResults(
  ours: Engine,
  plain: Engine,
  { documents }: Pick<Corpus, 'documents'>,
  set: QuestionSet,
): Promise<void> {
  const urls = new Map(documents.map(({ path, url }) => [path, url]));
  const comparisons: Comparison[] = [];
  for (const { kind, question } of questionsFor(documents, set).filter(countsInAll)) {
    comparisons.push({
      kind,
      question,
      ours: await resultOf(ours, question),
      plain: await resultOf(plain, question),
    });
  }
  const shown = SHOWN_KINDS.flatMap(
    (kind) => comparisons.find((each) => each.kind === kind && differs(each)) ?? [],
  );
  printMarkdown(
    ['query', ours.name, plain.name],
    shown.map((each) => [each.question.ask, cell(each.ours, urls), cell(each.plain, urls)]),
  );
  const share = (results: readonly Result[], metric: 'hit1' | 'hit5') =>
    `${Math.round((100 * results.filter(({ score }) => score[metric] === 1).length) / results.length)} %`;
  const all = [comparisons.map((each) => each.ours), comparisons.map((each) => each.plain)];
  console.log();
  printMarkdown(
    [`of ${comparisons.length} questions`, ours.name, plain.name],
    [
      ['the first result answers', ...all.map((results) => share(results, 'hit1'))],
      ['one of the first five answers', ...all.map((results) => share(results, 'hit5'))],
    ],
  );
  const only = (engine: 'ours' | 'plain') =>
    comparisons.filter((each) => differs(each) && each[engine].score.hit1 === 1).length;
  console.log(
    `\nOnly one of the two answers first: ${only('ours')} times ${ours.name}, ${only('plain')} times ${plain.name}.`,
  );
}

async function resultOf(engine: Engine, question: Question): Promise<Result> {
  const { found } = await engine.search(question.ask);
  return { first: found[0], score: scoreOf(question, found, new Map()) };
}

const differs = ({ ours, plain }: Comparison) => ours.score.hit1 !== plain.score.hit1;

/** Whether the first result answers, its path, and a link to its best section, or to the document. */
function cell({ first, score }: Result, urls: ReadonlyMap<string, string>): string {
  if (first === undefined) return '✗ nothing';
  const url = first.sections[0]?.url || urls.get(first.path);
  return `${score.hit1 === 1 ? '✓' : '✗'} [\`${shortPath(first.path)}\`](${url})`;
}

/** The path without its middle: `eino-ext/…/gemini/README.md`. */
export function shortPath(path: string): string {
  const parts = path.split('/');
  const end = /^(_index|README)/.test(parts.at(-1) ?? '') ? 2 : 1;
  return parts.length <= end + 1 ? path : [parts[0], '…', ...parts.slice(-end)].join('/');
}

function printMarkdown(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  console.log([line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n'));
}
