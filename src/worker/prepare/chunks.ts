import { createHash } from 'node:crypto';
import type { Chunk } from '../../shared/domain/chunk.ts';
import { contentHash, embeddedText } from '../../shared/domain/embedded-text.ts';
import { countTokens } from './count-tokens.ts';
import { identifiersIn } from './identifiers-in.ts';
import type { Section } from './sections.ts';
import { splitText } from './split-text.ts';

/** Sizes of the embedded text, in tokens. */
export interface ChunkSizes {
  /** A smaller passage joins its neighbour. */
  readonly small: number;
  /** What a passage grows to, alone or joined. */
  readonly target: number;
}

const SIZES: ChunkSizes = { small: 80, target: 500 };
/** No chunk is larger: half of what the smaller embedding models read. */
const MAX = 800;
/** What title and breadcrumbs may take of a chunk. */
const MAX_HEADER = 200;

/** A passage in the making. */
interface Passage {
  readonly section: Section;
  readonly text: string;
  readonly tokens: number;
}

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
  const [start, ...rest] = sections;
  const lead = start && {
    ...start,
    blocks: [page.description, ...start.blocks].filter((block) => block !== ''),
  };
  const all = lead === undefined ? rest : [lead, ...rest];
  const joined = joinSmall(
    all.flatMap((section, i) => passages(page, section, all[i + 1], sizes)),
    sizes,
  );
  const nothing = { section: { heading: null, breadcrumbs: [], blocks: [] }, text: '' };
  return (joined.length > 0 ? joined : [nothing]).map(({ section, text }, ordinal) =>
    toChunk(page, section, text, ordinal),
  );
}

function passages(
  page: Page,
  section: Section,
  following: Section | undefined,
  sizes: ChunkSizes,
): Passage[] {
  const header = countTokens(embeddedText({ ...place(page, section), text: '' }));
  const room = MAX - header - 8;
  const passages: Passage[] = [];
  let texts: string[] = [];
  let size = header;
  const flush = () => {
    if (texts.length > 0) passages.push({ section, text: texts.join('\n\n'), tokens: size });
    texts = [];
    size = header;
  };
  const blocks = section.blocks.flatMap((text) => {
    const tokens = countTokens(text) + 2;
    if (tokens <= room) return [{ text, tokens }];
    return splitText(text, sizes.target - MAX_HEADER).map((part) => ({
      text: part,
      tokens: countTokens(part) + 2,
    }));
  });
  for (const { text, tokens } of blocks) {
    if (size + tokens > (size < sizes.small ? MAX - 8 : sizes.target)) flush();
    texts.push(text);
    size += tokens;
  }
  flush();
  const leads = following !== undefined && following.breadcrumbs.length > section.breadcrumbs.length;
  if (passages.length === 0 && section.heading !== null && !leads) {
    passages.push({ section, text: '', tokens: header });
  }
  return passages;
}

/** Small passages join the one before when they stand under the same heading or below it; their headings come along. */
function joinSmall(passages: readonly Passage[], sizes: ChunkSizes): Passage[] {
  const joined: Passage[] = [];
  for (const passage of passages) {
    const previous = joined.at(-1);
    const heading = passage.section.heading;
    const fits = previous !== undefined && previous.tokens + passage.tokens <= sizes.target;
    const small = previous !== undefined && (previous.tokens < sizes.small || passage.tokens < sizes.small);
    if (previous && fits && small && heading !== null && isBeside(previous.section, passage.section)) {
      const line = passage.section === previous.section ? '' : `${'#'.repeat(heading.depth)} ${heading.text}`;
      const text = [previous.text, line, passage.text].filter((part) => part !== '').join('\n\n');
      joined[joined.length - 1] = {
        section: previous.section,
        text,
        tokens: previous.tokens + passage.tokens,
      };
    } else {
      joined.push(passage);
    }
  }
  return joined;
}

/** Whether a section stands below another or below the same parent. */
function isBeside(first: Section, second: Section): boolean {
  const parent = first.breadcrumbs.slice(0, -1);
  return parent.every((crumb, i) => second.breadcrumbs[i] === crumb);
}

function toChunk(page: Page, section: Section, text: string, ordinal: number): Chunk {
  const { title, breadcrumbs } = place(page, section);
  const heading = breadcrumbs.at(-1) ?? title;
  const body = text === '' ? heading : text;
  const embedded = embeddedText({ title, breadcrumbs, text: body });
  const record = {
    path: page.path,
    ordinal,
    title,
    heading,
    breadcrumbs,
    url: section.heading === null ? page.url : `${page.url}#${section.heading.anchor}`,
    text: body,
    identifiers: identifiersIn(`${breadcrumbs.join('\n')}\n\n${body}`),
    tokens: countTokens(embedded),
    contentHash: contentHash(embedded),
  };
  const id = createHash('sha256')
    .update(JSON.stringify(Object.values(record)))
    .digest('hex')
    .slice(0, 32);
  return { id, ...record };
}

function place(page: Page, section: Section): Pick<Chunk, 'title' | 'breadcrumbs'> {
  return { title: page.title, breadcrumbs: section.breadcrumbs };
}
