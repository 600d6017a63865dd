import { z } from 'zod';
import { OperationalError } from '../../shared/operational-error.ts';

/**
 * A cursor says where the next page starts, for one kind of list. Clients hand it back unread; it is checked like
 * every other input.
 */
export interface CursorCodec<T> {
  encode(position: T): string;
  /** @throws OperationalError `INVALID_CURSOR` */
  decode(cursor: string): T;
}

const envelope = z.tuple([z.string(), z.unknown()]);

/** @param kind what the cursor pages through; one made for another kind is refused */
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

export function invalidCursor(why: string): OperationalError {
  return new OperationalError(
    'INVALID_CURSOR',
    `The cursor cannot be used. ${why}`,
    'Call again without it.',
  );
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
