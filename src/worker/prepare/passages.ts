import { embeddedText, withoutLinkTargets } from '../../shared/domain/embedded-text.ts';
import { countTokens } from './count-tokens.ts';
import { splitText } from './split-text.ts';

/** Sizes of the embedded text, in tokens. docs/decisions/13-joined-sections.md says what other sizes are worth. */
export interface ChunkSizes {
  /** A smaller passage joins its neighbour. */
  readonly small: number;
  /** What a passage grows to, alone or joined. */
  readonly target: number;
}

export const SIZES: ChunkSizes = { small: 100, target: 500 };

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

/** What a passage holds of one section. */
export interface Piece {
  readonly place: Place;
  /** The headings a reader passes on the way to it from the piece before, as Markdown; `''` for the first. */
  readonly headings: string;
  readonly text: string;
}

/** A chunk in the making. */
export interface Passage {
  /** In the order of the page, never empty. */
  readonly pieces: readonly [Piece, ...Piece[]];
  /** An upper bound for its embedded text, and what of that repeats where it stands. */
  readonly tokens: number;
  readonly header: number;
}

/** A section's blocks packed into passages: blocks stay whole where they fit. A section without a word that leads others gives none. */
export function packed(place: Place, next: Place | undefined, sizes: ChunkSizes): Passage[] {
  const header = countTokens(embeddedText({ ...place, text: '' })) + SEAM;
  const room = MAX_CHUNK_TOKENS - header;
  const passages: Passage[] = [];
  let texts: string[] = [];
  let tokens = header;
  const close = () => {
    if (texts.length > 0) passages.push(passageOf(place, texts.join('\n\n'), tokens, header));
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
  return [passageOf(place, '', header, header)];
}

function passageOf(place: Place, text: string, tokens: number, header: number): Passage {
  return { pieces: [{ place, headings: '', text }], tokens, header };
}

function fitting(text: string, room: number): { text: string; tokens: number }[] {
  const tokens = embeddedTokens(text);
  if (tokens <= room) return [{ text, tokens }];
  return splitText(text, CUT).map((part) => ({ text: part, tokens: embeddedTokens(part) }));
}

function embeddedTokens(text: string): number {
  return countTokens(withoutLinkTargets(text)) + SEAM;
}

/** Small passages join the one before when they stand below it or beside it; their headings come along. */
export function joinSmall(passages: readonly Passage[], { small, target }: ChunkSizes): Passage[] {
  const joined: Passage[] = [];
  for (const passage of passages) {
    const previous = joined.at(-1);
    const isSmall = previous !== undefined && Math.min(previous.tokens, passage.tokens) < small;
    const together = isSmall && belongTogether(previous, passage) ? join(previous, passage) : null;
    if (together !== null && together.tokens <= target) joined[joined.length - 1] = together;
    else joined.push(passage);
  }
  return joined;
}

function belongTogether({ pieces: [first] }: Passage, { pieces: [second] }: Passage): boolean {
  return startsWith(second.place.breadcrumbs, first.place.breadcrumbs.slice(0, -1));
}

function join(first: Passage, second: Passage): Passage {
  const [piece, ...rest] = second.pieces;
  const headings = headingsBetween((first.pieces.at(-1) ?? first.pieces[0]).place, piece.place);
  const between = headings === '' ? 0 : countTokens(headings) + SEAM;
  return {
    pieces: [...first.pieces, { ...piece, headings }, ...rest],
    tokens: first.tokens + between + second.tokens - second.header,
    header: first.header,
  };
}

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
