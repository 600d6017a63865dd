import { parseArgs } from 'node:util';
import { QUESTION_SETS, type QuestionSet } from './questions/questions.ts';

/** The options of `npm run eval`. */
export interface Options {
  readonly set: QuestionSet;
  /** Whether to print the questions whose first document is no answer. */
  readonly misses: boolean;
  /** Whether to measure the steps of the search instead of the engines. */
  readonly ablation: boolean;
}

/**
 * Reads the options from the arguments of the command line.
 * @throws Error with a message of one line where an argument is wrong
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      set: { type: 'string', default: 'report' },
      misses: { type: 'boolean', default: false },
      ablation: { type: 'boolean', default: false },
    },
  });
  const set = QUESTION_SETS.find((name) => name === values.set);
  if (set === undefined) throw new Error(`--set is one of ${QUESTION_SETS.join(', ')}, not "${values.set}"`);
  return { ...values, set };
}
