import { createHash } from 'node:crypto';
import type { Chunk, ChunkSection } from '../../shared/domain/chunk.ts';
import { contentHash, embeddedText } from '../../shared/domain/embedded-text.ts';
import { clippedTo, countTokens } from './count-tokens.ts';
import { identifiersIn } from './identifiers.ts';
import { type ChunkSizes, joinSmall, type Piece, type Place, packed, SIZES } from './passages.ts';
import type { Section } from './sections.ts';

/** What of a title, and of each breadcrumb where together they are too long, every chunk repeats; in tokens. */
const MAX_TITLE = 60;
const MAX_BREADCRUMBS = 140;
const MAX_BREADCRUMB = 20;

export interface Page {
  readonly path: string;
  readonly title: string;
  readonly url: string;
  readonly description: string;
}

/**
 * The chunks of a page: section by section, what is too long split, what is small joined with its neighbour.
 * The description leads the page; a page without a word is found by its title.
 */
export function chunksOf(page: Page, sections: readonly Section[], sizes: ChunkSizes = SIZES): Chunk[] {
  const places = placesOf(page, sections);
  const passages = joinSmall(
    places.flatMap((place, i) => packed(place, places[i + 1], sizes)),
    sizes,
  );
  const nothing = {
    pieces: [{ place: { ...START, title: page.title, blocks: [] }, headings: '', text: '' }],
  } as const;
  return (passages.length > 0 ? passages : [nothing]).map(({ pieces }, ordinal) =>
    toChunk(page, pieces, ordinal),
  );
}

const START = { depth: 0, anchor: null, breadcrumbs: [] };

/** Where each section stands, as its chunks repeat it. What is too long to be repeated is said once, in full. */
function placesOf(page: Page, sections: readonly Section[]): Place[] {
  const title = clippedTo(page.title, MAX_TITLE);
  return sections.map(({ heading, breadcrumbs, blocks }) => {
    const short = shortened(breadcrumbs);
    const leads =
      heading === null
        ? [title === page.title ? '' : page.title, page.description]
        : [short.at(-1) === heading.text ? '' : heading.text];
    return {
      title,
      depth: heading?.depth ?? 0,
      anchor: heading?.anchor ?? null,
      breadcrumbs: short,
      blocks: [...leads.filter((lead) => lead !== ''), ...blocks],
    };
  });
}

function shortened(breadcrumbs: readonly string[]): readonly string[] {
  const tokens = breadcrumbs.reduce((sum, crumb) => sum + countTokens(crumb) + 1, 0);
  return tokens <= MAX_BREADCRUMBS
    ? breadcrumbs
    : breadcrumbs.map((crumb) => clippedTo(crumb, MAX_BREADCRUMB));
}

function toChunk(page: Page, pieces: readonly [Piece, ...Piece[]], ordinal: number): Chunk {
  const { title, breadcrumbs, anchor } = pieces[0].place;
  const heading = breadcrumbs.at(-1) ?? title;
  const { text, sections } = written(page, pieces);
  const embedded = embeddedText({ title, breadcrumbs, text: text || heading });
  const record = {
    path: page.path,
    ordinal,
    title,
    heading,
    breadcrumbs,
    url: addressOf(page, anchor),
    text: text || heading,
    sections,
    identifiers: identifiersIn(`${breadcrumbs.join('\n')}\n\n${text || heading}`),
    tokens: countTokens(embedded),
    contentHash: contentHash(embedded),
  };
  const id = createHash('sha256')
    .update(JSON.stringify(Object.values(record)))
    .digest('hex')
    .slice(0, 32);
  return { id, ...record };
}

/** The pieces as one text, and the sections that begin in it. */
function written(page: Page, pieces: readonly Piece[]): Pick<Chunk, 'text' | 'sections'> {
  let text = '';
  const sections: ChunkSection[] = [];
  for (const { place, headings, text: own } of pieces) {
    const added = [headings, own].filter((part) => part !== '').join('\n\n');
    if (text !== '' && added !== '') text += '\n\n';
    if (headings !== '') {
      const { breadcrumbs, anchor } = place;
      const heading = breadcrumbs.at(-1) ?? place.title;
      sections.push({ heading, breadcrumbs, url: addressOf(page, anchor), start: text.length });
    }
    text += added;
  }
  return { text, sections };
}

function addressOf({ url }: Page, anchor: string | null): string {
  return anchor === null ? url : `${url}#${anchor}`;
}
