import type { Chunk, ChunkSection } from '../../shared/domain/chunk.ts';
import type { ChunkMatch, DocumentMatch } from '../../shared/index/index-reader.ts';
import { cleanText, oneLine } from '../answer/answer-text.ts';
import { isGoFile } from '../documents/go-section.ts';
import type { FoundDocument, FoundSection } from './search-outcome.ts';
import { excerpt, shownPassage } from './shown-passage.ts';

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

/** A passage with the excerpt that is shown of it. */
interface PassageExcerpt extends ChunkMatch {
  readonly declares?: string;
}

/** What the section declares that the excerpt of a chunk is from. */
function declaredBy(chunk: Chunk, { heading, url }: Chunk): string {
  const passage = shownPassage(chunk);
  const at = passage.sections.findIndex((section) => section.url === url);
  return passage.declares(Math.max(0, at)) ?? heading;
}

/** The chunks as sections, best first; chunks of one section that follow each other become one. */
function sectionsOf(chunks: readonly PassageExcerpt[]): FoundSection[] {
  const runs: PassageExcerpt[][] = [];
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
  const urls = new Set(shown.map(({ url }) => url));
  const headings = new Set(shown.flatMap(({ snippet }) => headingsIn(snippet)));
  const isShown = ({ heading, url }: ChunkSection) => urls.has(url) || headings.has(heading);
  const candidates = chunks.flatMap(({ chunk, score }) => {
    const { sections, stemsIn } = shownPassage(chunk);
    const { counts } = stemsIn(stems);
    return sections.map((section, at) => ({ section, at, chunk, score, count: counts[at] ?? 0 }));
  });
  return candidates
    .filter(({ section, count }) => count > 0 && !isShown(section))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, most)
    .map(({ section, at, chunk, score }) => ({
      ...namesOf(section, shownPassage(chunk).declares(at)),
      snippet: '',
      score,
    }));
}

function headingsIn(snippet: string): string[] {
  const lines = snippet.match(HEADING_LINES) ?? [];
  return lines.map((text) => text.replace(HEADING, ''));
}

const HEADING = /^#{1,6} /;
const HEADING_LINES = /^#{1,6} .*/gm;

function toSection(run: readonly PassageExcerpt[]): FoundSection[] {
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
  const passage = shownPassage(chunk);
  const { sections } = passage;
  // Of sections with as many words, the one that declares what the query names.
  const extra = (at: number) =>
    isGoFile(chunk.path) && isNamed(sections[at]?.heading ?? '', stems) ? 0.5 : 0;
  const { found, counts: plain } = passage.stemsIn(stems);
  const counts = plain.map((count, at) => count + extra(at));
  let at = counts.indexOf(Math.max(...counts));
  for (;;) {
    const { start, ...section } = sections[at] ?? sections[0];
    const text = start === 0 ? chunk.text : chunk.text.slice(start).replace(HEADINGS, '');
    const signature = signatureIn(chunk, text, width);
    const offset = chunk.text.length - text.length + signature.length;
    const { snippet, from } = excerpt(passage.unitsFrom(offset), {
      stems: found,
      width: width - signature.length,
    });
    const containing = sections.findLastIndex((other) => other.start <= offset + from);
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
