import { z } from 'zod';
import { OperationalError } from '../../shared/operational-error.ts';

/** Position in a list whose items are the same, in the same order, for one snapshot and one filter. */
const listPosition = z.object({
  snapshot: z.string(),
  /** The arguments that select the items. */
  filter: z.string(),
  /** Index of the first item of the page. */
  from: z.int().min(1),
});

type ListPosition = z.output<typeof listPosition>;

export interface ListCursors {
  encode(position: ListPosition): string;
  /**
   * @returns null without a cursor: the list starts at its first item
   * @throws OperationalError `INVALID_CURSOR`, also for a cursor of a list with another filter
   */
  decode(cursor: string | undefined, filter: string): ListPosition | null;
}

/** @param kind the kind of list; a cursor of another kind is refused */
export function listCursors(kind: string): ListCursors {
  const codec = cursorCodec(kind, listPosition);
  return {
    encode: codec.encode,
    decode(cursor, filter) {
      if (cursor === undefined) return null;
      const position = codec.decode(cursor);
      if (position.filter !== filter) throw invalidCursor('It was made for a call with other arguments.');
      return position;
    },
  };
}

/**
 * Index of the first item of a page.
 * @throws OperationalError `INVALID_CURSOR` for a position in another snapshot
 */
export function startIn(snapshot: string, position: ListPosition | null): number {
  if (position === null) return 0;
  if (position.snapshot !== snapshot) throw invalidCursor('The docs have been updated since.');
  return position.from;
}

/** Clients hand a cursor back without reading it; it is checked like every other input. */
export interface CursorCodec<T> {
  encode(position: T): string;
  /** @throws OperationalError `INVALID_CURSOR` */
  decode(cursor: string): T;
}

const envelope = z.tuple([z.string(), z.unknown()]);

/** @param kind what the cursor pages through; a cursor of another kind is refused */
export function cursorCodec<S extends z.ZodObject>(kind: string, position: S): CursorCodec<z.output<S>> {
  return {
    encode: (value) => Buffer.from(JSON.stringify([kind, value])).toString('base64url'),
    decode: (cursor) => {
      const [madeFor, value] = envelope.safeParse(readJson(cursor)).data ?? [];
      const parsed = position.safeParse(value);
      if (madeFor !== kind || !parsed.success) throw invalidCursor('It was not made by this tool.');
      return parsed.data;
    },
  };
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

export function invalidCursor(why: string): OperationalError {
  return new OperationalError(
    'INVALID_CURSOR',
    `The cursor cannot be used. ${why}`,
    'Call again without it.',
  );
}
