import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../shared/domain/change.ts';
import { diffManifests } from './manifest-diff.ts';
import { guardAgainstMassDelete } from './mass-delete-guard.ts';

function documents(from: number, to: number, folder = ''): Manifest {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  return new Map(numbers.map((n) => [`${folder}${n}.md`, `blob ${n}`]));
}

function guard(known: Manifest, target: Manifest): () => void {
  return () => guardAgainstMassDelete(known, target, diffManifests(known, target));
}

describe('the guard against mass deletion', () => {
  test('the mass-delete guard refuses a source without documents', () => {
    expect(guard(documents(0, 98), new Map())).toThrow(expect.objectContaining({ code: 'DOCS_EMPTY' }));
    expect(guard(new Map(), new Map())).toThrow(expect.objectContaining({ code: 'DOCS_EMPTY' }));
  });

  test('the mass-delete guard refuses to remove more than half of the documents and says how to allow it', () => {
    expect(guard(documents(0, 98), documents(0, 48))).toThrow(
      expect.objectContaining({
        code: 'MASS_DELETE_REFUSED',
        message: 'this run would remove 50 of 98 documents.',
        advice: expect.stringContaining('--allow-mass-delete'),
      }),
    );
  });

  test('the mass-delete guard allows the removal of half of the documents', () => {
    expect(guard(documents(0, 98), documents(0, 49))).not.toThrow();
  });

  test('the mass-delete guard allows a reorganisation that removes 56 of 123 documents and adds 21', () => {
    expect(guard(documents(0, 123), new Map([...documents(56, 123), ...documents(200, 221)]))).not.toThrow();
  });

  test('the mass-delete guard does not count a renamed document as removed', () => {
    expect(guard(documents(0, 98), documents(0, 98, 'moved/'))).not.toThrow();
  });

  test('the mass-delete guard allows a first sync', () => {
    expect(guard(new Map(), documents(0, 98))).not.toThrow();
  });
});
