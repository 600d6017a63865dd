import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { OperationalError } from '../../shared/operational-error.ts';
import { cursorCodec } from './cursor.ts';

describe('the cursor codec', () => {
  const cursors = cursorCodec('list', z.object({ from: z.int().min(1) }));

  test('a cursor decodes to the position it was encoded from', () => {
    expect(cursors.decode(cursors.encode({ from: 7 }))).toEqual({ from: 7 });
  });

  test.each([
    ['text', 'abc'],
    ['an empty string', ''],
    ['a cursor of another kind', cursorCodec('search', z.object({ from: z.int() })).encode({ from: 7 })],
    ['an impossible position', Buffer.from('["list",{"from":-1}]').toString('base64url')],
    ['other JSON', Buffer.from('{"from":1}').toString('base64url')],
  ])('decoding a cursor that consists of %s fails with an OperationalError', (_, cursor) => {
    expect(() => cursors.decode(cursor)).toThrow(OperationalError);
    expect(() => cursors.decode(cursor)).toThrow(/cannot be used/);
  });
});
