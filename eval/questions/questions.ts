import { CONCEPT } from './concept.ts';
import { HOW_TO } from './how-to.ts';
import { IDENTIFIER } from './identifier.ts';
import { KEYWORDS } from './keywords.ts';
import { PARAPHRASE } from './paraphrase.ts';
import type { Question, QuestionKind } from './question.ts';
import { TROUBLESHOOTING } from './troubleshooting.ts';

/** All questions by kind. */
export const QUESTIONS: Readonly<Record<QuestionKind, readonly Question[]>> = {
  'how-to': HOW_TO,
  concept: CONCEPT,
  identifier: IDENTIFIER,
  paraphrase: PARAPHRASE,
  troubleshooting: TROUBLESHOOTING,
  keywords: KEYWORDS,
};
