import type { Corpus } from './corpus.ts';
import type { QuestionSet } from './questions/questions.ts';

export async function printAblation(_corpus: Corpus, _set: QuestionSet): Promise<void> {}
