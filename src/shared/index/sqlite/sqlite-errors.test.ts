import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../errors/operational-error.ts';
import { classified } from './sqlite-errors.ts';

function failureOf(work: () => unknown): unknown {
  try {
    return classified('data/index.db', work);
  } catch (error) {
    return error;
  }
}

describe('failures of SQLite', () => {
  test('a full disk is named as one', () => {
    const db = new DatabaseSync(':memory:');
    db.exec('PRAGMA max_page_count = 2; CREATE TABLE t (x)');
    const error = failureOf(() => db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(20_000)));
    expect(error).toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({
      code: 'INDEX_DISK_FULL',
      message: expect.stringContaining('data/index.db'),
      cause: expect.objectContaining({ errcode: 13 }),
    });
  });

  test('failures of the file system are named alike', () => {
    const error = failureOf(() => statSync('package.json/index.db'));
    expect(error).toMatchObject({ code: 'INDEX_UNREADABLE', message: expect.stringContaining('ENOTDIR') });
  });

  test('a slip in our own SQL stays what it is', () => {
    const error = failureOf(() => new DatabaseSync(':memory:').exec('SELEC 1'));
    expect(error).not.toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ message: expect.stringContaining('syntax error') });
  });

  test('what has been classified already stays as it is', () => {
    const known = new OperationalError('INDEX_FOREIGN', 'not ours.', 'Move it.');
    expect(
      failureOf(() => {
        throw known;
      }),
    ).toBe(known);
  });
});
