import { type Chunk, type ChunkSection, embeddedText } from '../../shared/domain/chunk.ts';
import type { ChunkMatch, DocumentMatch } from '../../shared/index/index-reader.ts';
import { cleanText, oneLine } from '../answer/hidden-characters.ts';
import { estimateTokens } from '../answer/token-budget.ts';
import { declarationLabel, isGoFile } from '../documents/go-section.ts';
import type { CountTokens } from './code-excerpt.ts';
import { excerpt } from './excerpt.ts';
import { countStems } from './query-match.ts';
import type { FoundDocument, FoundSection } from './search-outcome.ts';

/** Columns of the passages of a document that are shown, best first: the more, the better the document. */
const WIDTHS: readonly (readonly number[])[] = [
  [1000, 500, 400],
  [800, 400, 300],
  [600, 300, 200],
  [450, 250, 200],
];

/**
 * A match as a result shows it, without hidden characters.
 * @param stems of the query's words, which choose what is shown of a long passage
 * @param rank of the document, 0 for the best
 */
export function resultDocument(
  { document, score, chunks }: DocumentMatch,
  stems: readonly string[],
  rank: number,
): Omit<FoundDocument, 'source' | 'version' | 'translations'> {
  const { path, url, entities, updatedAt, language } = document;
  const level = Math.min(rank, WIDTHS.length - 1);
  const { [level]: widths = [] } = WIDTHS;
  const { [level]: most = 0 } = LISTED;
  const shown = widths.flatMap((width, i) => {
    const match = chunks[i];
    if (match === undefined) return [];
    const chunk = chunkExcerpt(match.chunk, stems, width);
    return {
      chunk,
      score: match.score,
      ...(isGoFile(path) ? { declares: declaredBy(match.chunk, chunk) } : {}),
    };
  });
  const title = oneLine(document.title);
  const summary = oneLine(document.summary);
  const sections = sectionsOf(shown);
  sections.push(...otherSections(chunks.slice(0, widths.length), sections, stems, most));
  return { path, title, url, score, summary, entities, updatedAt, language, sections };
}

/** A passage as it is shown. */
interface ShownPassage extends ChunkMatch {
  readonly declares?: string;
}

/** What the section declares that the excerpt of a chunk is from. */
function declaredBy(chunk: Chunk, { heading, url }: Chunk): string {
  const start = chunk.url === url ? 0 : (chunk.sections.find((section) => section.url === url)?.start ?? 0);
  const next = chunk.sections.find((section) => section.start > start)?.start;
  return declarationLabel(heading, chunk.text.slice(start, next));
}

/** The chunks as sections, best first; chunks of one section that follow each other become one. */
function sectionsOf(chunks: readonly ShownPassage[]): FoundSection[] {
  const runs: ShownPassage[][] = [];
  for (const match of chunks.toSorted((a, b) => a.chunk.ordinal - b.chunk.ordinal)) {
    const last = runs.at(-1);
    const before = last?.at(-1)?.chunk;
    const goesOn = before?.ordinal === match.chunk.ordinal - 1 && before.url === match.chunk.url;
    if (last && goesOn) last.push(match);
    else runs.push([match]);
  }
  return runs.flatMap(toSection).toSorted((a, b) => b.score - a.score);
}

/** Sections of a document that are listed though no excerpt reaches them: the more, the better the document. */
const LISTED = [6, 4, 3, 2];

/** Sections of the passages shown that have words of the query but are not seen in them, best first, without a text. */
function otherSections(
  chunks: readonly ChunkMatch[],
  shown: readonly FoundSection[],
  stems: readonly string[],
  most: number,
): FoundSection[] {
  const isShown = ({ heading, url }: ChunkSection) =>
    shown.some((section) => section.url === url || hasHeading(section.snippet, heading));
  const candidates = chunks.flatMap(({ chunk, score }) => {
    const starts = chunk.sections.map(({ start }) => start);
    return [{ ...chunk, start: 0 }, ...chunk.sections].map((section, at) => {
      const text = chunk.text.slice(section.start, starts[at]);
      return { section, text, score, count: countStems(`${section.heading}\n${text}`, stems) };
    });
  });
  return candidates
    .filter(({ section, count }) => count > 0 && !isShown(section))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ section, text, score }) => {
      const declares = isGoFile(chunks[0]?.chunk.path ?? '')
        ? declarationLabel(section.heading, text)
        : undefined;
      return { ...namesOf(section, declares), snippet: '', score };
    });
}

function hasHeading(snippet: string, heading: string): boolean {
  return snippet.split('\n').some((text) => HEADING.test(text) && text.replace(HEADING, '') === heading);
}

const HEADING = /^#{1,6} /;

function toSection(run: readonly ShownPassage[]): FoundSection[] {
  const [first, ...rest] = run;
  if (first === undefined) return [];
  const { chunk, declares } = first;
  // One mark of an omission is enough between two excerpts.
  const text = rest.reduce(
    (before, { chunk: { text } }) => `${before}\n\n${before.endsWith(' …') ? text.replace(/^… /, '') : text}`,
    chunk.text,
  );
  const score = Math.max(...run.map(({ score }) => score));
  return [{ ...namesOf(chunk, declares), snippet: cleanText(text), score }];
}

/** What a section is called, without hidden characters. */
function namesOf(
  { heading, breadcrumbs, url, deprecated }: Omit<ChunkSection, 'start'>,
  declares: string | undefined,
): Omit<FoundSection, 'snippet' | 'score'> {
  return {
    heading: oneLine(heading),
    breadcrumbs: breadcrumbs.map(oneLine),
    url,
    ...(declares === undefined ? {} : { declares: oneLine(declares) }),
    ...(deprecated === undefined ? {} : { deprecated }),
  };
}

/** The headings at the beginning of a text. */
const HEADINGS = /^(?:#{1,6} .*\n*)+/;

/**
 * A chunk with about `width` columns of its text, from its section on that has most of the query's words, under the
 * heading and address of that section; or of a later section, where the best excerpt begins in that.
 * @param stems beginnings of the query's words, in lower case
 */
export function chunkExcerpt(chunk: Chunk, stems: readonly string[], width: number): Chunk {
  const { deprecated, ...whole } = chunk;
  const { heading, breadcrumbs, url } = chunk;
  const mark = deprecated === undefined ? {} : { deprecated };
  const first = { heading, breadcrumbs, url, ...mark, start: 0 };
  const sections = [first, ...chunk.sections];
  const counts = sections.map(({ heading, start }, i) => {
    const count = countStems(`${heading}\n${chunk.text.slice(start, sections[i + 1]?.start)}`, stems);
    // Of sections with as many words, the one that declares what the query names.
    return isGoFile(chunk.path) && isNamed(heading, stems) ? count + 0.5 : count;
  });
  const tokens = tokensIn(chunk);
  let at = counts.indexOf(Math.max(...counts));
  for (;;) {
    const { start, ...section } = sections[at] ?? first;
    const text = start === 0 ? chunk.text : chunk.text.slice(start).replace(HEADINGS, '');
    const signature = signatureIn(chunk, text, width);
    const rest = { stems, tokens, width: width - signature.length };
    const { snippet, from } = excerpt(text.slice(signature.length), rest);
    const begin = chunk.text.length - text.length + signature.length + from;
    const containing = sections.findLastIndex((other) => other.start <= begin);
    if (from === 0 || containing <= at)
      return { ...whole, ...section, text: signature + snippet || section.heading };
    at = containing;
  }
}

/** Whether one of the stems is the name that a Go file declares, but for an ending. */
function isNamed(heading: string, stems: readonly string[]): boolean {
  const name = heading.slice(heading.lastIndexOf('.') + 1).toLowerCase();
  return stems.some((stem) => name.startsWith(stem) && name.length - stem.length <= MAX_ENDING);
}

/** Letters that a stem lacks of its word: `compil` of `Compile`. */
const MAX_ENDING = 2;

/** The code that a declaration of a Go file begins with: what a comment says is of little use without it. */
const SIGNATURE = /^```go\n(?:(?!```)[^\n]*\n)+```\n\n/;

/** A signature is shown whatever the query, up to half of the width of an excerpt. */
function signatureIn({ path }: Chunk, text: string, width: number): string {
  if (!isGoFile(path)) return '';
  const [signature = ''] = SIGNATURE.exec(text) ?? [];
  return signature.length <= width / 2 ? signature : '';
}

/** Counts the tokens of a part of a chunk: the estimate, corrected by the exact count of the whole. */
function tokensIn(chunk: Chunk): CountTokens {
  const ratio = Math.min(1, chunk.tokens / Math.max(1, estimateTokens(embeddedText(chunk))));
  return (text) => estimateTokens(text) * ratio;
}
