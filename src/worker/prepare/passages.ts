import { embeddedText } from '../../shared/domain/embedded-text.ts';
import { countTokens } from './count-tokens.ts';
import { splitText } from './split-text.ts';

/** Sizes of the embedded text, in tokens. */
export interface ChunkSizes {
  /** A smaller passage joins its neighbour. */
  readonly small: number;
  /** What a passage grows to, alone or joined. */
  readonly target: number;
}

export const SIZES: ChunkSizes = { small: 40, target: 500 };

/** No chunk is larger. */
export const MAX_CHUNK_TOKENS = 800;
/** Tokens that putting texts together may add. */
const SEAM = 2;
/** What a block that is too long is cut to. */
const CUT = 300;

/** A section and where it stands. */
export interface Place {
  readonly title: string;
  /** Of its heading, 0 for the text before the first one. */
  readonly depth: number;
  readonly anchor: string | null;
  readonly breadcrumbs: readonly string[];
  readonly blocks: readonly string[];
}

/** A chunk in the making; `tokens` is an upper bound for its embedded text. */
export interface Passage {
  readonly place: Place;
  /** Where its last part stands, when it is joined of several. */
  readonly last: Place;
  readonly text: string;
  readonly tokens: number;
}

/** A section's blocks packed into passages: blocks stay whole where they fit. A section without a word that leads others gives none. */
export function packed(place: Place, next: Place | undefined, sizes: ChunkSizes): Passage[] {
  const header = countTokens(embeddedText({ ...place, text: '' })) + SEAM;
  const room = MAX_CHUNK_TOKENS - header;
  const passages: Passage[] = [];
  let texts: string[] = [];
  let tokens = header;
  const close = () => {
    if (texts.length > 0) passages.push({ place, last: place, text: texts.join('\n\n'), tokens });
    texts = [];
    tokens = header;
  };
  for (const block of place.blocks.flatMap((text) => fitting(text, room))) {
    const limit = tokens < sizes.small ? MAX_CHUNK_TOKENS : sizes.target;
    if (tokens + block.tokens > limit) close();
    texts.push(block.text);
    tokens += block.tokens;
  }
  close();
  if (passages.length > 0 || place.depth === 0 || isWithin(next, place)) return passages;
  return [{ place, last: place, text: '', tokens: header }];
}

function fitting(text: string, room: number): { text: string; tokens: number }[] {
  const tokens = countTokens(text) + SEAM;
  if (tokens <= room) return [{ text, tokens }];
  return splitText(text, CUT).map((part) => ({ text: part, tokens: countTokens(part) + SEAM }));
}

/** Small passages join the one before when they stand below it or beside it; their headings come along. */
export function joinSmall(passages: readonly Passage[], sizes: ChunkSizes): Passage[] {
  const joined: Passage[] = [];
  for (const passage of passages) {
    const previous = joined.at(-1);
    if (previous !== undefined && belongTogether(previous, passage, sizes)) {
      joined[joined.length - 1] = together(previous, passage);
    } else {
      joined.push(passage);
    }
  }
  return joined;
}

function belongTogether(first: Passage, second: Passage, sizes: ChunkSizes): boolean {
  return (
    Math.min(first.tokens, second.tokens) < sizes.small &&
    first.tokens + second.tokens <= sizes.target &&
    startsWith(second.place.breadcrumbs, first.place.breadcrumbs.slice(0, -1))
  );
}

function together(first: Passage, second: Passage): Passage {
  return {
    place: first.place,
    last: second.last,
    text: [first.text, headingsBetween(first.last, second.place), second.text]
      .filter((text) => text !== '')
      .join('\n\n'),
    tokens: first.tokens + second.tokens,
  };
}

/** The headings a reader passes from one section to the next, as Markdown. */
function headingsBetween(from: Place, to: Place): string {
  if (from === to) return '';
  const common = to.breadcrumbs.findIndex((crumb, i) => from.breadcrumbs[i] !== crumb);
  const passed = Math.min(common === -1 ? to.breadcrumbs.length : common, to.breadcrumbs.length - 1);
  return to.breadcrumbs
    .slice(passed)
    .map((crumb, i, crumbs) => `${'#'.repeat(Math.max(1, to.depth - crumbs.length + 1 + i))} ${crumb}`)
    .join('\n\n');
}

function isWithin(next: Place | undefined, place: Place): boolean {
  return (
    next !== undefined &&
    next.breadcrumbs.length > place.breadcrumbs.length &&
    startsWith(next.breadcrumbs, place.breadcrumbs)
  );
}

function startsWith(breadcrumbs: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((crumb, i) => breadcrumbs[i] === crumb);
}
