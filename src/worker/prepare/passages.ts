import { embeddedText, withoutLinkTargets } from '../../shared/domain/chunk.ts';
import type { ModelLimits } from '../../shared/domain/index-status.ts';
import { MAX_CHUNK_TOKENS } from './prepared-document.ts';
import { countTokens, splitText } from './split-text.ts';

/** Sizes of the embedded text, in tokens. docs/decisions/13-joined-sections.md compares other sizes. */
export interface ChunkSizes {
  /** Upper bound of every chunk. */
  readonly max: number;
  /** A smaller passage is joined with its neighbour. */
  readonly small: number;
  /** A passage grows up to this size, alone or joined. */
  readonly target: number;
}

export const SIZES: ChunkSizes = { max: MAX_CHUNK_TOKENS, small: 100, target: 500 };

/** Tokens that a model adds to a text, at its beginning and its end. */
const MARK_TOKENS = 4;

/** The sizes for the texts of an embedder or index that has a limit; undefined without one. */
export function sizesFor(limits: ModelLimits | null): ChunkSizes | undefined {
  if (limits?.maxTokens === undefined) return undefined;
  const max = limits.maxTokens - countTokens(limits.documentPrefix ?? '') - MARK_TOKENS;
  // Some room below the limit, so that chunks end between two blocks.
  const target = Math.min(SIZES.target, Math.floor(0.9 * max));
  return { max: Math.min(max, SIZES.max), target, small: Math.min(SIZES.small, Math.floor(max / 5)) };
}

/** Tokens that joining two texts may add. */
const JOIN_TOKENS = 2;
/** A block that is too long is split into pieces of this size, or of this part of a smaller chunk. */
const SPLIT_TOKENS = 300;
const SPLIT_PART = 3 / 8;

/** A section with the headings it stands under. */
export interface SectionHead {
  readonly title: string;
  /** Depth of its heading, 0 for the text before the first heading. */
  readonly depth: number;
  readonly anchor: string | null;
  readonly breadcrumbs: readonly string[];
  readonly blocks: readonly string[];
  readonly deprecated: boolean;
  /** Word → the qualified name that it stands for. */
  readonly names?: ReadonlyMap<string, string> | undefined;
}

/** The part of a passage that comes from one section. */
export interface Piece {
  readonly head: SectionHead;
  /** The headings between the previous piece and this one, as Markdown; `''` for the first piece. */
  readonly headings: string;
  readonly text: string;
}

/** Text that becomes a chunk. */
export interface Passage {
  /** In the order of the document, never empty. */
  readonly pieces: readonly [Piece, ...Piece[]];
  /** Upper bound of its embedded text. */
  readonly tokens: number;
  /** The part of `tokens` that repeats the title and breadcrumbs. */
  readonly header: number;
}

/**
 * Packs the blocks of a section into passages. A block that fits stays whole. A section without text gives no passage if
 * subsections follow.
 */
export function packSection(head: SectionHead, next: SectionHead | undefined, sizes: ChunkSizes): Passage[] {
  const header = countTokens(embeddedText({ ...head, text: '' })) + JOIN_TOKENS;
  const room = sizes.max - header;
  const splitTokens = Math.floor(Math.min(SPLIT_TOKENS, SPLIT_PART * sizes.max));
  const passages: Passage[] = [];
  let texts: string[] = [];
  let tokens = header;
  const close = () => {
    if (texts.length > 0) passages.push(passageOf(head, texts.join('\n\n'), tokens, header));
    texts = [];
    tokens = header;
  };
  for (const block of head.blocks.flatMap((text) => fitting(text, room, splitTokens))) {
    const limit = tokens < sizes.small ? sizes.max : sizes.target;
    if (tokens + block.tokens > limit) close();
    texts.push(block.text);
    tokens += block.tokens;
  }
  close();
  if (passages.length > 0 || head.depth === 0 || isBelow(next, head)) return passages;
  return [passageOf(head, '', header, header)];
}

function passageOf(head: SectionHead, text: string, tokens: number, header: number): Passage {
  return { pieces: [{ head, headings: '', text }], tokens, header };
}

function fitting(text: string, room: number, splitTokens: number): { text: string; tokens: number }[] {
  const tokens = embeddedTokens(text);
  if (tokens <= room) return [{ text, tokens }];
  return splitText(text, splitTokens).map((part) => ({ text: part, tokens: embeddedTokens(part) }));
}

function embeddedTokens(text: string): number {
  return countTokens(withoutLinkTargets(text)) + JOIN_TOKENS;
}

/** Joins small passages with the one before if they are siblings or below it. Their headings come along. */
export function joinSmall(passages: readonly Passage[], { small, target }: ChunkSizes): Passage[] {
  const joined: Passage[] = [];
  for (const passage of passages) {
    const previous = joined.at(-1);
    const isSmall = previous !== undefined && Math.min(previous.tokens, passage.tokens) < small;
    const together = isSmall && belongTogether(previous, passage) ? joinPassages(previous, passage) : null;
    if (together !== null && together.tokens <= target) joined[joined.length - 1] = together;
    else joined.push(passage);
  }
  return joined;
}

function belongTogether({ pieces: [first] }: Passage, { pieces: [second] }: Passage): boolean {
  return startsWith(second.head.breadcrumbs, first.head.breadcrumbs.slice(0, -1));
}

function joinPassages(first: Passage, second: Passage): Passage {
  const [piece, ...rest] = second.pieces;
  const headings = headingsBetween((first.pieces.at(-1) ?? first.pieces[0]).head, piece.head);
  const between = headings === '' ? 0 : countTokens(headings) + JOIN_TOKENS;
  return {
    pieces: [...first.pieces, { ...piece, headings }, ...rest],
    tokens: first.tokens + between + second.tokens - second.header,
    header: first.header,
  };
}

function headingsBetween(from: SectionHead, to: SectionHead): string {
  if (from === to) return '';
  const common = to.breadcrumbs.findIndex((crumb, i) => from.breadcrumbs[i] !== crumb);
  const passed = Math.min(common === -1 ? to.breadcrumbs.length : common, to.breadcrumbs.length - 1);
  return to.breadcrumbs
    .slice(passed)
    .map((crumb, i, crumbs) => `${'#'.repeat(Math.max(1, to.depth - crumbs.length + 1 + i))} ${crumb}`)
    .join('\n\n');
}

function isBelow(next: SectionHead | undefined, head: SectionHead): boolean {
  return (
    next !== undefined &&
    next.breadcrumbs.length > head.breadcrumbs.length &&
    startsWith(next.breadcrumbs, head.breadcrumbs)
  );
}

function startsWith(breadcrumbs: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((crumb, i) => breadcrumbs[i] === crumb);
}
