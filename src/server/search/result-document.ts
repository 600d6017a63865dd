import type { Chunk } from '../../shared/domain/chunk.ts';
import type { ChunkMatch, DocumentMatch } from '../../shared/index/index-reader.ts';
import { declarationLabel, isGoFile } from '../documents/go-section.ts';
import { excerpt } from './excerpt.ts';
import type { FoundDocument, FoundSection } from './search-outcome.ts';

/** How many passages of a document are shown, best first, and about how many characters of each. */
const SHOWN_CHARACTERS = [800, 400, 400];

/**
 * A match as a result shows it.
 * @param stems of the query's words, which choose what is shown of a long passage
 */
export function resultDocument(
  { document, score, chunks }: DocumentMatch,
  stems: readonly string[],
): Omit<FoundDocument, 'source' | 'translations'> {
  const { path, title, url, summary, entities, updatedAt, language } = document;
  const shown = SHOWN_CHARACTERS.flatMap((length, i) => {
    const match = chunks[i];
    if (match === undefined) return [];
    const chunk = chunkExcerpt(match.chunk, stems, length);
    return {
      chunk,
      score: match.score,
      ...(isGoFile(path) ? { declares: declaredBy(match.chunk, chunk) } : {}),
    };
  });
  return { path, title, url, score, summary, entities, updatedAt, language, sections: sectionsOf(shown) };
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

/** The chunks as sections, best first; chunks that follow each other in the document become one. */
function sectionsOf(chunks: readonly ShownPassage[]): FoundSection[] {
  const runs: ShownPassage[][] = [];
  for (const match of chunks.toSorted((a, b) => a.chunk.ordinal - b.chunk.ordinal)) {
    const last = runs.at(-1);
    const before = last?.at(-1);
    if (last && before && isContinuedBy(before.chunk, match.chunk)) last.push(match);
    else runs.push([match]);
  }
  return runs.flatMap(toSection).toSorted((a, b) => b.score - a.score);
}

/** Declarations of a Go file that follow each other have little else in common, so each stays a section of its own. */
function isContinuedBy(chunk: Chunk, next: Chunk): boolean {
  return chunk.ordinal + 1 === next.ordinal && (chunk.url === next.url || !isGoFile(chunk.path));
}

function toSection(run: readonly ShownPassage[]): FoundSection[] {
  const [first, ...rest] = run;
  if (first === undefined) return [];
  const { heading, breadcrumbs, url, deprecated } = first.chunk;
  const declares = first.declares === undefined ? {} : { declares: first.declares };
  const mark = { ...declares, ...(deprecated === undefined ? {} : { deprecated }) };
  let snippet = first.chunk.text;
  let sectionUrl = url;
  for (const { chunk } of rest) {
    const line =
      chunk.url === sectionUrl
        ? ''
        : `${'#'.repeat(Math.min(6, chunk.breadcrumbs.length + 1))} ${chunk.heading}${chunk.deprecated === true ? ' (deprecated)' : ''}\n\n`;
    // One mark of an omission is enough between two excerpts.
    const text = line === '' && snippet.endsWith('\n…') ? chunk.text.replace(/^…\n\n/, '') : chunk.text;
    snippet += `\n\n${line}${text}`;
    sectionUrl = chunk.url;
  }
  return [{ heading, breadcrumbs, url, ...mark, snippet, score: Math.max(...run.map(({ score }) => score)) }];
}

/** The headings at the beginning of a text. */
const HEADINGS = /^(?:#{1,6} .*\n*)+/;

/**
 * A chunk with about `length` characters of its text, from its section on that has most of the query's words, under the
 * heading and address of that section; or of a later section, where the best excerpt begins in that.
 * @param stems beginnings of the query's words, in lower case
 */
export function chunkExcerpt(chunk: Chunk, stems: readonly string[], length: number): Chunk {
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
  let at = counts.indexOf(Math.max(...counts));
  for (;;) {
    const { start, ...section } = sections[at] ?? first;
    const text = start === 0 ? chunk.text : chunk.text.slice(start).replace(HEADINGS, '');
    const signature = signatureIn(chunk, text, length);
    const { snippet, from } = excerpt(text.slice(signature.length), stems, length - signature.length);
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

/** A signature is shown whatever the query, up to half of the length of an excerpt. */
function signatureIn({ path }: Chunk, text: string, length: number): string {
  if (!isGoFile(path)) return '';
  const [signature = ''] = SIGNATURE.exec(text) ?? [];
  return signature.length <= length / 2 ? signature : '';
}

function countStems(text: string, stems: readonly string[]): number {
  const words = text.toLowerCase();
  return new Set(stems.filter((stem) => words.includes(stem))).size;
}
