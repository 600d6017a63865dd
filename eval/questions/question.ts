/** What a question is like to a search engine. */
export type QuestionKind =
  | 'how-to'
  | 'concept'
  | 'identifier'
  | 'paraphrase'
  | 'troubleshooting'
  | 'keywords';

/** How well a page or section answers: 2 answers it, 1 helps. */
type Grade = 1 | 2;

/** A question with what answers it: `path` or `path#anchor` below the docs root, at the commit in `corpus.ts`. */
export interface Question {
  readonly ask: string;
  readonly answers: Readonly<Record<string, Grade>>;
}
