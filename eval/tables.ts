import { printTable } from '../bench/support/table.ts';
import { bootstrapMean, type Estimate, percentile } from './bootstrap.ts';
import { comparePairs, mostChanged, pairQuestions } from './comparison.ts';
import { byChineseKind, byKind, countsInAll, LANGUAGES, languageOf } from './groups.ts';
import type { AskedQuestion, Measurement } from './measure.ts';
import type { SavedScores } from './saved-scores.ts';
import type { Score } from './score.ts';

/** Metrics that have their interval printed, and that are printed for Chinese by kind. */
const MAIN_METRICS = [
  ['nDCG@10', 'ndcg10'],
  ['hit@5', 'hit5'],
] as const satisfies [string, keyof Score][];

const METRICS = [
  ...MAIN_METRICS,
  ['hit@1', 'hit1'],
  ['MRR@10', 'mrr10'],
  ['section hit@5', 'section5'],
] as const satisfies [string, keyof Score][];

/** How many questions of a comparison are listed. */
const LISTED = 15;

/**
 * Prints a table for each metric, a row for each kind of question and a column for each engine, then how the engines
 * differ from one of them, the Chinese questions by kind, and what the answers say of themselves.
 * @param reference name of the engine that the others are compared with
 */
export function printMeasurements(measurements: readonly Measurement[], reference: string): void {
  for (const metric of METRICS) printMetric(metric, measurements, byKind);
  printDifferences(measurements, reference);
  for (const metric of MAIN_METRICS) printMetric(metric, measurements, byChineseKind);
  printAnswers(measurements);
}

function printMetric(
  [title, key]: (typeof METRICS)[number],
  measurements: readonly Measurement[],
  groupsOf: typeof byKind,
): void {
  const groups = measurements.map(({ asked }) => groupsOf(asked));
  const hasInterval = MAIN_METRICS.some(([, main]) => main === key);
  const cell = (asked: readonly AskedQuestion[] = []) => {
    const estimate = bootstrapMean(asked.flatMap(({ score }) => score[key] ?? []));
    if (estimate === null) return '–';
    return hasInterval ? withInterval(estimate) : estimate.mean.toFixed(3);
  };
  const rows = [...(groups[0] ?? [])].map(([group, { length }]) => [
    group,
    length,
    ...groups.map((each) => cell(each.get(group))),
  ]);
  if (rows.length === 0) return;
  printTable([title, 'questions', ...measurements.map(({ name }) => name)], rows);
  console.log();
}

function printDifferences(measurements: readonly Measurement[], reference: string): void {
  const base = measurements.find(({ name }) => name === reference);
  const others = measurements.filter((measurement) => measurement !== base);
  if (base === undefined || others.length === 0) return;
  const columns = others.map(({ asked }) => comparePairs(pairQuestions(base.asked, asked), 'ndcg10'));
  const rows = (columns[0] ?? []).map(({ group, questions }) => [
    group,
    questions,
    ...columns.map((column) => {
      const compared = column.find((each) => each.group === group);
      return compared === undefined ? '–' : signedWithInterval(compared.difference);
    }),
  ]);
  printTable([`nDCG@10 against ${reference}`, 'questions', ...others.map(({ name }) => name)], rows);
  console.log();
}

/** Prints how often the answers of each engine are close and say so, and how long they are. */
function printAnswers(measurements: readonly Measurement[]): void {
  const rows = measurements.flatMap(({ name, asked, offTopic }) =>
    LANGUAGES.flatMap((language) => {
      const told = asked.filter(
        (each) => each.confident !== undefined && countsInAll(each) && languageOf(each) === language,
      );
      if (told.length === 0) return [];
      const right = told.filter(({ score }) => score.hit5 === 1);
      const wrong = told.filter(({ score }) => score.hit5 === 0);
      const others = offTopic.filter((each) => each.language === language);
      const tokens = told.flatMap((each) => each.tokens ?? []).toSorted((a, b) => a - b);
      return [
        [
          `${name}, ${language}`,
          share(right, ({ confident }) => confident === false),
          share(wrong, ({ confident }) => confident === true),
          share(others, ({ confident }) => !confident),
          Math.round(tokens.reduce((sum, count) => sum + count, 0) / Math.max(1, tokens.length)),
          percentile(tokens, 0.95),
        ],
      ];
    }),
  );
  if (rows.length === 0) return;
  const headings = ['right doubted', 'wrong trusted', 'off-topic called so', 'tokens, mean', 'tokens, p95'];
  printTable(['answers', ...headings], rows);
  console.log();
}

/**
 * Prints how each engine that a saved run has too differs from it: for each kind the mean difference, and the questions
 * that changed most.
 * @throws Error where no engine and question are in both
 */
export function printComparison(measurements: readonly Measurement[], saved: SavedScores): void {
  let compared = 0;
  for (const { name, asked } of measurements) {
    const pairs = pairQuestions(saved[name] ?? [], asked);
    if (pairs.length === 0) continue;
    compared += 1;
    for (const [title, metric] of MAIN_METRICS) {
      printTable(
        [`${name}: ${title}`, 'questions', 'before', 'after', 'difference'],
        comparePairs(pairs, metric).map(({ group, questions, before, after, difference }) => [
          group,
          questions,
          before.toFixed(3),
          after.toFixed(3),
          signedWithInterval(difference),
        ]),
      );
      console.log();
    }
    const changed = mostChanged(pairs);
    console.log(`${changed.length} of ${pairs.length} questions changed, most of all:`);
    for (const { ask, kind, before, after } of changed.slice(0, LISTED)) {
      console.log(`  ${signed(after.ndcg10 - before.ndcg10)}  ${kind}: ${ask.replaceAll(/\s+/g, ' ')}`);
    }
    console.log();
  }
  if (compared === 0) throw new Error('the saved run has no engine and question of this one');
}

/** `0.724 (0.698–0.748)`: a mean and its 95 % interval. */
function withInterval({ mean, low, high }: Estimate): string {
  return `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
}

/** `+0.012 (−0.003 to +0.027)`: a mean difference and its 95 % interval. */
export function signedWithInterval({ mean, low, high }: Estimate): string {
  return `${signed(mean)} (${signed(low)} to ${signed(high)})`;
}

function signed(difference: number): string {
  const digits = Math.abs(difference).toFixed(3);
  return digits === '0.000' ? digits : `${difference < 0 ? '−' : '+'}${digits}`;
}

function share<T>(all: readonly T[], isCounted: (one: T) => boolean): string {
  if (all.length === 0) return '–';
  const count = all.filter(isCounted).length;
  return `${Math.round((100 * count) / all.length)} % (${count} of ${all.length})`;
}
