import { parseArgs } from 'node:util';
import { CORPORA, type CorpusName } from './corpus.ts';
import { QUESTION_SETS, type QuestionSet } from './questions/questions.ts';

/** The options of `npm run eval`. */
export interface Options {
  readonly set: QuestionSet;
  readonly corpus: CorpusName;
  /** `owner/name` → folder of a clone that is read instead of GitHub. */
  readonly clones: ReadonlyMap<string, string>;
  /** Whether to print the questions whose first document is no answer. */
  readonly misses: boolean;
  /** Whether to measure the steps of the search instead of the engines. */
  readonly ablation: boolean;
  /** Whether to print the tables of the README instead. */
  readonly readme: boolean;
  /** File that the scores of each question are written to. */
  readonly save: string | undefined;
  /** File of an earlier run that this one is compared with. */
  readonly against: string | undefined;
  /** Files with the rankings of other engines. */
  readonly rankings: readonly string[];
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
      readme: { type: 'boolean', default: false },
      corpus: { type: 'string', default: 'all' },
      save: { type: 'string' },
      against: { type: 'string' },
      rankings: { type: 'string', multiple: true, default: [] },
      clone: { type: 'string', multiple: true, default: [] },
    },
  });
  const set = QUESTION_SETS.find((name) => name === values.set);
  if (set === undefined) throw new Error(`--set is one of ${QUESTION_SETS.join(', ')}, not "${values.set}"`);
  const corpus = CORPORA.find((name) => name === values.corpus);
  if (corpus === undefined)
    throw new Error(`--corpus is one of ${CORPORA.join(', ')}, not "${values.corpus}"`);
  return {
    set,
    corpus,
    clones: new Map(values.clone.map(readClone)),
    misses: values.misses,
    ablation: values.ablation,
    readme: values.readme,
    save: values.save,
    against: values.against,
    rankings: values.rankings,
  };
}

function readClone(text: string): [repository: string, folder: string] {
  const [, repository, folder] = /^([\w.-]+\/[\w.-]+)=(.+)$/.exec(text) ?? [];
  if (repository === undefined || folder === undefined)
    throw new Error(`--clone is owner/name=folder, not "${text}"`);
  return [repository, folder];
}
