import { parseArgs } from 'node:util';
import { QUESTION_SETS, type QuestionSet } from './questions/questions.ts';

/** What the command line asks for. */
export interface Options {
  readonly set: QuestionSet;
  readonly misses: boolean;
  readonly ablation: boolean;
}

/** @throws Error with one line that says what is wrong */
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
