import { mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../operational-error.ts';
import { withSqliteErrors } from './sqlite-errors.ts';

function failureOf(work: () => unknown): unknown {
  try {
    return withSqliteErrors('data/index.db', work);
  } catch (error) {
    return error;
  }
}

describe('withSqliteErrors()', () => {
  test('withSqliteErrors() reports a full disk as INDEX_DISK_FULL, with the path and the cause', () => {
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

  test('withSqliteErrors() reports a failure of the file system as INDEX_UNREADABLE', () => {
    const error = failureOf(() => statSync('package.json/index.db'));
    expect(error).toMatchObject({ code: 'INDEX_UNREADABLE', message: expect.stringContaining('ENOTDIR') });
  });

  test.each([
    ['a loop of symbolic links', 'ELOOP'],
    ['a name that is too long', 'ENAMETOOLONG'],
  ])('withSqliteErrors() reports %s (%s) as INDEX_UNREADABLE', (_, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'eino-docs-test-'));
    symlinkSync('loop', join(folder, 'loop'));
    const path = join(folder, code === 'ELOOP' ? 'loop' : 'a'.repeat(300));
    const error = failureOf(() => statSync(path));
    rmSync(folder, { recursive: true });
    expect(error).toMatchObject({ code: 'INDEX_UNREADABLE', message: expect.stringContaining(code) });
  });

  test('withSqliteErrors() rethrows an SQL syntax error unchanged', () => {
    const error = failureOf(() => new DatabaseSync(':memory:').exec('SELEC 1'));
    expect(error).not.toBeInstanceOf(OperationalError);
    expect(error).toMatchObject({ message: expect.stringContaining('syntax error') });
  });

  test('withSqliteErrors() rethrows an OperationalError unchanged', () => {
    const known = new OperationalError('INDEX_FOREIGN', 'not ours.', 'Move it.');
    expect(
      failureOf(() => {
        throw known;
      }),
    ).toBe(known);
  });
});
