import type { Found } from './engines/engine.ts';
import { type Score, scoreOf } from './metrics.ts';
import type { Question } from './questions/questions.ts';

/** `path#anchor` → the heading's text, of every heading in the corpus. */
export type Headings = ReadonlyMap<string, string>;

/** Scores what an engine found for a question. */
export function judge(question: Question, found: readonly Found[], headings: Headings): Score {
  const grades = new Map<string, number>();
  const right = new Set<string>();
  let sectioned = false;
  for (const [answer, grade] of Object.entries(question.answers)) {
    const [path = '', anchor] = answer.split('#');
    grades.set(path, Math.max(grades.get(path) ?? 0, grade));
    if (grade === 2) right.add(answer);
    if (grade === 2 && anchor !== undefined) sectioned = true;
  }
  const shows = ({ path, sections }: Found) =>
    right.has(path) ||
    [...right].some((answer) => answer.startsWith(`${path}#`) && sections.some(showing(answer)));
  const showing = (answer: string) => (section: Found['sections'][number]) =>
    section.url !== '' &&
    (section.url.endsWith(`#${answer.split('#')[1]}`) || hasHeading(section.text, headings.get(answer)));
  return scoreOf(
    found.map(({ path }) => grades.get(path) ?? 0),
    [...grades.values()],
    sectioned ? found.map(shows) : null,
  );
}

/** Small sections are shown with their neighbours, their headings in the text. */
function hasHeading(text: string, heading: string | undefined): boolean {
  return (
    heading !== undefined &&
    text.split('\n').some((line) => /^#{1,6} /.test(line) && line.endsWith(` ${heading}`))
  );
}
