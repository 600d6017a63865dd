import { createHash } from 'node:crypto';
import type { Chunk } from '../../shared/domain/chunk.ts';
import { contentHash, embeddedText } from '../../shared/domain/embedded-text.ts';
import { clippedTo, countTokens } from './count-tokens.ts';
import { identifiersIn } from './identifiers-in.ts';
import { type ChunkSizes, joinSmall, type Place, packed, SIZES } from './passages.ts';
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
  const nothing = { place: { ...START, title: page.title, blocks: [] }, text: '' };
  return (passages.length > 0 ? passages : [nothing]).map(({ place, text }, ordinal) =>
    toChunk(page, place, text, ordinal),
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

function toChunk({ path, url }: Page, place: Place, passage: string, ordinal: number): Chunk {
  const { title, breadcrumbs, anchor } = place;
  const heading = breadcrumbs.at(-1) ?? title;
  const text = passage === '' ? heading : passage;
  const embedded = embeddedText({ title, breadcrumbs, text });
  const record = {
    path,
    ordinal,
    title,
    heading,
    breadcrumbs,
    url: anchor === null ? url : `${url}#${anchor}`,
    text,
    identifiers: identifiersIn(`${breadcrumbs.join('\n')}\n\n${text}`),
    tokens: countTokens(embedded),
    contentHash: contentHash(embedded),
  };
  const id = createHash('sha256')
    .update(JSON.stringify(Object.values(record)))
    .digest('hex')
    .slice(0, 32);
  return { id, ...record };
}
