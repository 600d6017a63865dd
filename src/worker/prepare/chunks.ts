import { createHash } from 'node:crypto';
import { type Chunk, type ChunkSection, contentHash, embeddedText } from '../../shared/domain/chunk.ts';
import { DEFAULT_LANGUAGE } from '../../shared/domain/document.ts';
import type { Section } from './format.ts';
import { findIdentifiers, MAX_IDENTIFIERS } from './identifiers.ts';
import { type ChunkSizes, joinSmall, type Piece, packSection, type SectionHead, SIZES } from './passages.ts';
import { clipToTokens, countTokens } from './split-text.ts';

/**
 * Limits, in tokens, of the title and breadcrumbs that every chunk repeats. Breadcrumbs are clipped only if all together
 * are too long.
 */
function headLimits({ max }: ChunkSizes) {
  return {
    title: Math.min(60, Math.floor(max / 8)),
    breadcrumbs: Math.min(140, Math.floor(max / 4)),
    breadcrumb: Math.min(20, Math.floor(max / 32)),
  };
}

/** The fields of a document that its chunks repeat. */
export interface DocumentHead {
  readonly path: string;
  readonly title: string;
  readonly url: string;
  readonly description: string;
  readonly language: string;
}

/**
 * Cuts a document into chunks, section by section. Long sections are split, and small ones are joined with a
 * neighbour. The description comes first. A document without text is found by its title.
 */
export function buildChunks(
  document: DocumentHead,
  sections: readonly Section[],
  sizes: ChunkSizes = SIZES,
): Chunk[] {
  const heads = sectionHeads(document, sections, sizes);
  const passages = joinSmall(
    heads.flatMap((head, i) => packSection(head, heads[i + 1], sizes)),
    sizes,
  );
  const titleOnly = {
    pieces: [{ head: { ...START, title: document.title, blocks: [] }, headings: '', text: '' }],
  } as const;
  return (passages.length > 0 ? passages : [titleOnly]).map(({ pieces }, ordinal) =>
    toChunk(document, pieces, ordinal),
  );
}

const START = { depth: 0, anchor: null, deprecated: false, breadcrumbs: [] };

/** The headings of each section as its chunks repeat them. A heading that is too long to repeat stands once in the text, in full. */
function sectionHeads(
  document: DocumentHead,
  sections: readonly Section[],
  sizes: ChunkSizes,
): SectionHead[] {
  const limits = headLimits(sizes);
  const title = clipToTokens(document.title, limits.title);
  return sections.map(({ heading, breadcrumbs, blocks, names }) => {
    const short = shortenBreadcrumbs(breadcrumbs, limits);
    const leads =
      heading === null
        ? [title === document.title ? '' : document.title, document.description]
        : [short.at(-1) === heading.text ? '' : heading.text];
    return {
      title,
      depth: heading?.depth ?? 0,
      anchor: heading?.anchor ?? null,
      deprecated: heading?.deprecated === true,
      breadcrumbs: short,
      blocks: [...leads.filter((lead) => lead !== ''), ...blocks],
      names,
    };
  });
}

function shortenBreadcrumbs(
  breadcrumbs: readonly string[],
  limits: ReturnType<typeof headLimits>,
): readonly string[] {
  const tokens = breadcrumbs.reduce((sum, crumb) => sum + countTokens(crumb) + 1, 0);
  return tokens <= limits.breadcrumbs
    ? breadcrumbs
    : breadcrumbs.map((crumb) => clipToTokens(crumb, limits.breadcrumb));
}

function toChunk(document: DocumentHead, pieces: readonly [Piece, ...Piece[]], ordinal: number): Chunk {
  const { title, breadcrumbs, anchor, deprecated } = pieces[0].head;
  const heading = breadcrumbs.at(-1) ?? title;
  const { text, sections } = joinPieces(document, pieces);
  const embedded = embeddedText({ title, breadcrumbs, text: text || heading });
  const record = {
    path: document.path,
    ordinal,
    title,
    heading,
    breadcrumbs,
    url: addressOf(document, anchor),
    text: text || heading,
    sections,
    identifiers: identifiersOf(pieces, `${breadcrumbs.join('\n')}\n\n${text || heading}`),
    tokens: countTokens(embedded),
    contentHash: contentHash(embedded),
    ...(deprecated ? { deprecated: true as const } : {}),
  };
  // A chunk of a document whose language changes is another one. Without the default, the ids of older versions stay.
  const language = document.language === DEFAULT_LANGUAGE ? [] : [document.language];
  const id = createHash('sha256')
    .update(JSON.stringify([...Object.values(record), ...language]))
    .digest('hex')
    .slice(0, 32);
  return { id, ...record };
}

/** The qualified names that the sections declare, then the names in the text. */
function identifiersOf(pieces: readonly Piece[], text: string): string[] {
  const declared = pieces.flatMap(({ head, text: own }) => {
    if (head.names === undefined) return [];
    const words = `${head.breadcrumbs.join(' ')} ${own}`.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu);
    return [...words].flatMap(([word]) => head.names?.get(word) ?? []);
  });
  return [...new Set([...declared, ...findIdentifiers(text)])].slice(0, MAX_IDENTIFIERS);
}

/** Joins the pieces to one text, and locates the sections that begin in it. */
function joinPieces(document: DocumentHead, pieces: readonly Piece[]): Pick<Chunk, 'text' | 'sections'> {
  let text = '';
  const sections: ChunkSection[] = [];
  for (const { head, headings, text: own } of pieces) {
    const added = [headings, own].filter((part) => part !== '').join('\n\n');
    if (text !== '' && added !== '') text += '\n\n';
    if (headings !== '') {
      const { breadcrumbs, anchor } = head;
      const heading = breadcrumbs.at(-1) ?? head.title;
      const mark = head.deprecated ? { deprecated: true as const } : {};
      sections.push({ heading, breadcrumbs, url: addressOf(document, anchor), start: text.length, ...mark });
    }
    text += added;
  }
  return { text, sections };
}

function addressOf({ url }: DocumentHead, anchor: string | null): string {
  return anchor === null || anchor === '' ? url : `${url}#${anchor}`;
}
