import { CONCEPT } from './concept.ts';
import { HELD_OUT } from './held-out.ts';
import { HOW_TO } from './how-to.ts';
import { IDENTIFIER } from './identifier.ts';
import { KEYWORDS } from './keywords.ts';
import { PARAPHRASE } from './paraphrase.ts';
import type { Question, QuestionKind } from './question.ts';
import { TROUBLESHOOTING } from './troubleshooting.ts';

type Questions = Readonly<Record<QuestionKind, readonly Question[]>>;

const TUNED_WITH: Questions = {
  'how-to': HOW_TO,
  concept: CONCEPT,
  identifier: IDENTIFIER,
  paraphrase: PARAPHRASE,
  troubleshooting: TROUBLESHOOTING,
  keywords: KEYWORDS,
};

/** Which questions to ask: those the search was tuned with, those held out to report with, or all. */
export type QuestionSet = 'tune' | 'report' | 'all';

/** Questions by kind. */
export function questionsOf(set: QuestionSet): Questions {
  if (set === 'tune') return TUNED_WITH;
  if (set === 'report') return HELD_OUT;
  const kinds = Object.keys(TUNED_WITH) as QuestionKind[];
  const all = kinds.map((kind) => [kind, [...TUNED_WITH[kind], ...HELD_OUT[kind]]] as const);
  return Object.fromEntries(all) as Record<QuestionKind, Question[]>;
}
