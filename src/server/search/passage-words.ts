import type { Chunk } from '../../shared/domain/chunk.ts';
import { headingsOf, wordsOf } from '../../shared/lexical/lexical-terms.ts';
import { oncePerObject } from '../index-access/snapshots.ts';
import { StemLookup } from './stem-lookup.ts';

/** The words of a passage, as queries are compared with them. */
export interface PassageWords {
  /** Its headings and its text, in order, and its identifiers as whole words. */
  readonly all: StemLookup;
  /** Its document's title and its headings. */
  readonly headings: StemLookup;
  /**
   * What says what it is about: of a declaration its headings and the first sentence of its comment, in each case with the
   * title; otherwise the title and all headings together.
   */
  readonly subjects: readonly StemLookup[];
}

/** Made once for as long as somebody holds the chunk: an index that keeps chunks in memory returns the same ones again. */
export const passageWords = oncePerObject((chunk: Chunk): PassageWords => {
  const { breadcrumbs, identifiers, title, path, text } = chunk;
  const names = identifiers.flatMap(wordsOf).join(' ').toLowerCase();
  const headings = new StemLookup([title, ...headingsOf(chunk)].join('\n'));
  return {
    all: new StemLookup([breadcrumbs.join(' '), text, names].join('\n')),
    headings,
    subjects: path.endsWith('.go')
      ? declarationSubjects(chunk).map((subject) => new StemLookup(subject))
      : [headings],
  };
});

/** The title, the headings and the first sentence of the comment of each declaration of a chunk. */
function declarationSubjects({ title, breadcrumbs, sections, text }: Chunk): string[] {
  const declarations = [{ breadcrumbs, start: 0 }, ...sections];
  return declarations.map((declaration, i) => {
    const own = text.slice(declaration.start, declarations[i + 1]?.start);
    return [title, ...declaration.breadcrumbs, firstSentence(own)].join('\n');
  });
}

const CODE_OR_HEADING = /```[\s\S]*?```|^#.*$/gm;

/** The first sentence of a text outside of its code and headings. */
function firstSentence(markdown: string): string {
  return /^[\s\S]*?(?:[.。](?=\s)|\n\n|$)/.exec(markdown.replace(CODE_OR_HEADING, '').trim())?.[0] ?? '';
}
